"""Instances that reduce to a call."""


class Money:
    def __init__(self, amount, currency):
        self.amount = amount
        self.currency = currency

    def __reduce__(self):
        return Money, (self.amount, self.currency)


def data():
    return [Money(i, "EUR") for i in range(15000)]
