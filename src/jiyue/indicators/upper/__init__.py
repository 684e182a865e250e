"""Tables that an upper level sends to be filled, and its exports compared with what stands here."""
