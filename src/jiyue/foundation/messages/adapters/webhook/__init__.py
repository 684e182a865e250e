"""A signed POST to an address, such as the gateway of a messenger of the government network."""

from jiyue.foundation.messages.adapters.webhook.send import send
from jiyue.foundation.messages.adapters.webhook.settings import WebhookSettings, parse

__all__ = ["WebhookSettings", "parse", "send"]
