"""Who owes which measure, for which unit and period, by when."""
