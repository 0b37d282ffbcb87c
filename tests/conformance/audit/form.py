"""Canonical JSON, and the forms of lines and bodies (AUDIT.md sections 1, 2, 4 to 7)."""

import base64
import binascii
import json
import re
from datetime import date

LARGEST = 2**53 - 1


class Fault(Exception):
    """The first thing that is wrong: the check's id and its place."""

    def __init__(self, check, line, **place):
        super().__init__(check)
        self.check, self.line, self.place = check, line, place


asked = set()


def need(holds, check, line, **place):
    """Asks one check; raises its fault when it does not hold. Places left at None are not told."""
    asked.add(check)
    if not holds:
        raise Fault(check, line, **{name: found for name, found in place.items() if found is not None})


def utf16(text):
    """The order of UTF-16 code units."""
    return text.encode('utf-16-be', 'surrogatepass')


def whole_number(text):
    number = int(text)
    if abs(number) > LARGEST:
        raise ValueError('a number beyond 2^53 - 1')
    return number


def no_number(text):
    raise ValueError(f'{text} is no integer')


DECODER = json.JSONDecoder(parse_int=whole_number, parse_float=no_number, parse_constant=no_number)


def canonical(value):
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(',', ':'), allow_nan=False)
    return text.encode('utf-8')


def parsed(octets):
    """The value of canonical JSON; ValueError for anything else."""
    try:
        value = DECODER.decode(octets.decode('utf-8'))
        same = canonical(value) == octets
    except RecursionError as error:
        raise ValueError('nested too deep') from error
    if not same:
        raise ValueError('not its own canonical form')
    return value


def names_are_ascii(value):
    """Printable ASCII, so that every language sorts members alike."""
    left = [value]
    while left:
        one = left.pop()
        if type(one) is dict:
            if not all(re.fullmatch('[ -~]*', name) for name in one):
                return False
            left.extend(one.values())
        elif type(one) is list:
            left.extend(one)
    return True


def decoded(text):
    """The octets of base64 in its only spelling, or None."""
    try:
        octets = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return octets if octets != b'' and base64.b64encode(octets).decode('ascii') == text else None


HOUR, MINUTE = r'([01]\d|2[0-3])', r'([0-5]\d)'
RFC3339 = re.compile(rf'(\d{{4}})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T{HOUR}:{MINUTE}:{MINUTE}(?:\.(\d+))?(?:Z|([+-]){HOUR}:{MINUTE})',
                     re.ASCII)


def instant(text):
    """Milliseconds since a fixed day. A day that its month does not have counts on into the next."""
    year, month, day, hour, minute, second, fraction, sign, hours, minutes = RFC3339.fullmatch(text).groups()
    # Four hundred years on, the calendar is the same and Python knows the year 0.
    days = date(int(year) % 400 + 400, int(month), 1).toordinal() + int(year) // 400 * 146_097 + int(day) - 1
    offset = int(hours or 0) * 60 + int(minutes or 0)
    at = (days * 24 + int(hour)) * 60 + int(minute) - (-offset if sign == '-' else offset)
    return (at * 60 + int(second)) * 1000 + int(f'{fraction or 0}000'[:3])


# A form is a function that says whether a value is of it.

def text(value):
    return type(value) is str


def integer(value):
    return type(value) is int


def boolean(value):
    return type(value) is bool


def anything(_value):
    return True


def json_object(value):
    return type(value) is dict


def matching(pattern):
    compiled = re.compile(pattern, re.ASCII)
    return lambda value: type(value) is str and compiled.fullmatch(value) is not None


def at_least(least):
    return lambda value: type(value) is int and value >= least


def one_of(*values):
    return lambda value: type(value) in (str, int) and value in values


def maybe(form):
    return lambda value: value is None or form(value)


def array(form):
    return lambda value: type(value) is list and all(form(item) for item in value)


def octets(length=None):
    def form(value):
        found = decoded(value) if type(value) is str else None
        return found is not None and (length is None or len(found) == length)
    return form


def exactly(**members):
    """An object with these members and no others; a name that ends with `_` may be left out."""
    needed = {name: form for name, form in members.items() if not name.endswith('_')}
    optional = {name[:-1]: form for name, form in members.items() if name.endswith('_')}
    every = {**needed, **optional}

    def form(value):
        return type(value) is dict and needed.keys() <= value.keys() <= every.keys() and all(
            every[name](item) for name, item in value.items())
    return form


def having(**members):
    """An object with at least these members; a name that ends with `_` may be left out."""
    def form(value):
        if type(value) is not dict:
            return False
        for name, wanted in members.items():
            plain = name.removesuffix('_')
            if plain not in value:
                if plain == name:
                    return False
            elif not wanted(value[plain]):
                return False
        return True
    return form


def time(value):
    return type(value) is str and RFC3339.fullmatch(value) is not None


digest = matching('[0-9a-f]{64}')
name = matching('[0-9a-f]{32}')
grid = matching(r'[0-9]{4}-[0-9]{1,2}[A-Z][0-9]{0,2}\.[A-Z0-9]+\.HK[12]')
cell = text


def value(item):
    return item is None or type(item) in (int, str)


def table(key, form):
    return lambda item: type(item) is dict and all(key(at) and form(found) for at, found in item.items())


place = exactly(grid=grid, seq=integer, epoch=integer, document=one_of('cells', 'remarks'), prev=maybe(digest), clients=array(integer))
ROWS = ('edit', 'remark', 'lock', 'unlock', 'freeze', 'amend')
leaf_members = exactly(v=one_of(1), kind=text, at=time, actor=name, session=text, cause=maybe(text), changes=array(digest),
                       update=maybe(digest), digest=maybe(digest), place=maybe(place))


def leaf(item):
    return leaf_members(item) and (item['place'] is None or item['kind'] in ROWS)


def update(item):
    return item is None or octets()(item)


change = exactly(cell=cell, before=value, after=value)
action = one_of('lock', 'unlock', 'freeze', 'issue', 'revoke', 'erase')
order = exactly(id=text, action=action, scope=json_object, reason=text, by=text, session=text, at=time, until_=time)
amendment = exactly(
    id=text, grid=grid, epoch=integer, changes=array(change), reason=text, requester=text, at=time, digest=digest,
    state=one_of('requested', 'witnessed', 'approved', 'applied', 'rejected', 'withdrawn'),
    parties=array(exactly(slot=text, user=text, done=boolean, at_=time)),
    closed_=exactly(by=text, at=time, reason=text), applied_=exactly(at=time, seq=integer, version=integer))
record = exactly(**{
    'id': text, 'student': text, 'class': text, 'year': text, 'version': integer, 'digest': digest, 'createdAt': time, 'order': text,
    'state': one_of('initialised', 'signed', 'issued', 'revoked', 'replaced'), 'replacedBy_': text})

itself = anything
LINES = {
    'head': exactly(type=itself, format=one_of('hocba-audit-1'), school=text, origin=text, size=at_least(1), root=octets(32),
                    exportedAt=time, event=integer),
    'actor': exactly(type=itself, id=name, user=text, salt=digest),
    'checkpoint': exactly(type=itself, note=text),
    'entry': exactly(type=itself, index=integer, leaf=leaf, changes=array(anything), salts=array(digest), update=update, erased=boolean),
    'snapshot': exactly(type=itself, grid=grid, version=integer, seq=integer, digest=digest, at=time, bytes=octets()),
    'order': exactly(type=itself, order=order),
    'amendment': exactly(type=itself, amendment=amendment),
    'grid': exactly(type=itself, grid=grid, state=one_of('open', 'locked', 'frozen'), epoch=integer, seq=integer, version=integer,
                    cells=table(cell, value), remarks=table(text, text)),
    'transcript': exactly(type=itself, record=record, bytes=octets()),
    'file': exactly(type=itself, subject=text, version=integer, kind=one_of('xml', 'pdf'), signatures=at_least(1), sha256=digest,
                    bytes=octets()),
    'register': exactly(type=itself, digest=digest, state=one_of('current', 'superseded', 'revoked', 'unknown'), replacedBy=maybe(digest)),
    'end': exactly(type=itself, lines=integer),
}

edits = array(exactly(cell=cell, before=value, after=value, base=maybe(exactly(client=integer, clock=integer)),
                      conflict_=lambda item: item is True, won_=lambda item: item is False))
remarks = array(exactly(student=text, before=text, after=text))


def amending(**members):
    return having(id=text, grid=grid, digest=digest, state=text, **members)


BODIES = {
    'order': having(id=text, action=action, scope=json_object, reason=text, until=maybe(time)),
    'amend-request': amending(epoch=integer, changes=array(change), reason=text, parties=array(exactly(slot=text, user=text))),
    'amend-witness': amending(slot=text),
    'amend-approve': amending(slot=text),
    'amend-reject': amending(reason=text),
    'amend-withdraw': amending(reason=text),
    'sign': having(subject=text, version=integer, position=at_least(0), role=text, digest=digest, signatures=integer, xml=digest, pdf=digest),
    'initialise': having(**{'id': text, 'student': text, 'class': text, 'year': text, 'version': integer, 'signers': integer,
                            'replaces': maybe(digest)}),
    'issue': having(id=text),
    'revoke': having(id=text),
    'replace': having(id=text, successor=text),
    'restore': having(lost=integer),
    'erase': having(),
}
