"""Telegram, by long polling or a webhook, through python-telegram-bot."""
