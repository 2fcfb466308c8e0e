"""Invented people who sign, and the bytes of their requests. Their addresses are at domains that belong to nobody."""

from __future__ import annotations

from urllib.parse import urlencode

GIVEN = (
    "Haneul",
    "김하늘",
    "Chiara",
    "Олена",
    "Nnamdi",
    "Zoë",
    "محمد",
    "Siobhán",
    "美咲",
    "Ngọc",
    "Ana",
    "שרה",
    "Tâm",
    "Priya",
)
FAMILY = (
    "Kim",
    "Rossi",
    "Шевченко",
    "Okafor",
    "van der Berg",
    "العلي",
    "O’Brien",
    "佐藤",
    "Nguyễn",
    "Silva",
    "כהן",
    "Larsen",
)
DOMAINS = ("example.org", "example.net", "example.com", "mail.example", "post.example")
COUNTRIES = ("KR", "US", "DE", "FR", "JP", "NG", "UA", "BR", "IN", "IE", "VN", "PT", "IL", "NO", "GB", "CA")


def person(number: int) -> dict[str, str]:
    """The form that the n-th person fills in: nobody twice."""
    return {
        "name": f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // 7 % len(FAMILY)]}",
        "email": f"person.{number:x}@{DOMAINS[number % len(DOMAINS)]}",
        "country": COUNTRIES[number % len(COUNTRIES)],
        "updates": "yes" if number % 3 else "no",
        "newsletter": "",
        "consent": "yes",
    }


def sign_requests(address: str, start: int, number: int, *, host: str = "127.0.0.1") -> list[bytes]:
    """POSTs of the form at an address, as browsers send them."""
    return [_post(address, urlencode(person(n)).encode(), host) for n in range(start, start + number)]


def get_requests(address: str, number: int, *, accept: str = "gzip", host: str = "127.0.0.1") -> list[bytes]:
    """GETs of one page, as browsers send them."""
    head = f"GET {address} HTTP/1.1\r\nHost: {host}\r\nAccept-Encoding: {accept}\r\nAccept: text/html\r\n\r\n"
    return [head.encode()] * number


def _post(address: str, body: bytes, host: str) -> bytes:
    head = (
        f"POST {address} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        f"Origin: null\r\nSec-Fetch-Site: same-origin\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
