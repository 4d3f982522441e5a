"""Money as whole centavos; never a float."""
from __future__ import annotations

import dataclasses
import decimal
from typing import Any, Mapping


@dataclasses.dataclass(frozen=True, order=True)
class Money:
    """`amount` is whole minor units: 103190 and BRL are R$ 1,031.90."""

    amount: int
    currency: str = 'BRL'

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise TypeError(f'amount must be whole minor units (int), not {self.amount!r}')

    @property
    def decimal(self) -> decimal.Decimal:
        """In major units, with two places."""
        return decimal.Decimal(self.amount).scaleb(-2)

    def __str__(self) -> str:
        return f'{self.currency} {self.decimal}'

    def body(self) -> dict[str, Any]:
        return {'amount': self.amount, 'currency': self.currency}

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> Money:
        return cls(body['amount'], body['currency'])
