"""A client for the HTTP API of Viaja: whole trips, paid once, all or nothing.

Viaja blocks; AsyncViaja is for asyncio and trio.
"""
from .async_client import AsyncTrip, AsyncViaja
from .calls import new_key
from .client import Trip, Viaja
from .model import Code, Entry, Held, Hold, Payment, Quote, Session, Update
from .money import Money
from .offers import (Airport, Calendar, DayPrice, FlightOffer, FlightWish, Offers, OtherOffer,
                     OtherWish, Places, RoomWish, Segment, StayOffer, TicketOffer, TicketWish,
                     Wish)
from .problems import (AmountMismatch, Conflict, Expired, InvalidRequest, NoAnswer, NotAvailable,
                       NotFound, PaymentDeclined, PriceChanged, Problem, TooManyRequests,
                       Unavailable, Undecided, ViajaError)

__version__ = '0.2.0'

__all__ = [
    'Airport', 'AmountMismatch', 'AsyncTrip', 'AsyncViaja', 'Calendar', 'Code', 'Conflict',
    'DayPrice', 'Entry', 'Expired', 'FlightOffer', 'FlightWish', 'Held', 'Hold', 'InvalidRequest',
    'Money', 'NoAnswer', 'NotAvailable', 'NotFound', 'Offers', 'OtherOffer', 'OtherWish', 'Payment',
    'PaymentDeclined', 'Places', 'PriceChanged', 'Problem', 'Quote', 'RoomWish', 'Segment',
    'Session', 'StayOffer', 'TicketOffer', 'TicketWish', 'TooManyRequests', 'Trip', 'Unavailable',
    'Undecided', 'Update', 'Viaja', 'ViajaError', 'Wish', 'new_key',
]
