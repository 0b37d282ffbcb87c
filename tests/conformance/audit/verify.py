#!/usr/bin/env python3
"""Verifies an audit export (shared/docs/AUDIT.md), written from that document alone.

usage: verify.py EXPORT... --key school.vkey [--checkpoint OLD]...

Prints for each export every check that was asked and, last, one line of JSON: {"verdict": "whole" | "fault", ...}. Exit 0 only when whole.
"""

import sys

sys.dont_write_bytecode = True

import argparse
import hmac
import json
from hashlib import sha256

import form
from documents import Documents
from form import Fault, canonical, decoded, need, parsed
from grids import Grids
from notes import Key, Notes, Tree
from orders import Amendments, Orders

RANKS = {'head': 0, 'actor': 1, 'checkpoint': 2, 'entry': 3, 'snapshot': 3, 'order': 4, 'amendment': 5, 'grid': 6, 'transcript': 7,
         'file': 8, 'register': 9, 'end': 10}
REGISTER = RANKS['register']


def commitment(salt, octets):
    return hmac.digest(bytes.fromhex(salt), octets, 'sha256').hex()


class Entry:
    def __init__(self, line, number, user):
        self.line, self.index, self.leaf, self.user = number, line['index'], line['leaf'], user
        self.kind, self.erased, self.changes = self.leaf['kind'], line['erased'], line['changes']
        self.grid = None if self.leaf['place'] is None else self.leaf['place']['grid']
        self.body = self.changes[0] if self.grid is None and len(self.changes) == 1 else None
        self.hash = sha256(b'\x00' + canonical(self.leaf)).hexdigest()

    def opens(self, line):
        committed, salts, update = self.leaf['changes'], line['salts'], line['update']
        if self.erased:
            return self.changes == [] and salts == [] and update is None
        opened = [canonical(change) for change in self.changes]
        if (update is None) != (self.leaf['update'] is None):
            return False
        if update is not None:
            opened, committed = [*opened, decoded(update)], [*committed, self.leaf['update']]
        return len(salts) == len(opened) == len(committed) and [commitment(*pair) for pair in zip(salts, opened)] == committed

    def is_of_form(self):
        if self.erased:
            return True
        if self.grid is not None:
            return (form.remarks if self.leaf['place']['document'] == 'remarks' else form.edits)(self.changes)
        return type(self.body) is dict and form.BODIES.get(self.kind, form.anything)(self.body)


class Audit:
    def __init__(self, key):
        self.key, self.notes, self.tree = key, Notes(key), Tree()
        self.orders, self.amendments = Orders(), Amendments()
        self.grids = Grids(self.orders, self.amendments)
        self.documents = Documents(self.grids, self.orders)
        self.head, self.users, self.lost_sizes, self.erased, self.erasures = None, {}, [], {}, {}
        self.exporting, self.row, self.rank, self.register = None, None, -1, None
        self.vouched, self.lost, self.ended = 0, [], False

    # Lines

    def line(self, line, number):
        kind = line['type']
        for rank in range(max(self.rank, 0), RANKS[kind]):
            self.end(rank, number)
        self.rank = RANKS[kind]
        getattr(self, f'read_{kind}')(line, number)

    def check_shape(self, line):
        if type(line) is not dict or type(line.get('type')) is not str or line['type'] not in RANKS:
            return False
        rank = RANKS[line['type']]
        in_order = rank == 0 if self.rank < 0 else rank > 0 and rank >= self.rank
        return in_order and form.LINES[line['type']](line)

    def read_head(self, line, number):
        self.head = line
        need(self.key.line_of(line['origin']) is not None, 'head.origin', number)

    def read_actor(self, line, number):
        opened = commitment(line['salt'], line['user'].encode())[:32] == line['id']
        need(opened and line['id'] not in self.users and line['user'] not in self.users.values(), 'actor.name', number)
        self.users[line['id']] = line['user']

    def read_checkpoint(self, line, number):
        self.notes.keep(line['note'], number)

    def read_entry(self, line, number):
        need(self.row is None, 'snapshot.missing', number)
        user = self.users.get(line['leaf']['actor'])
        entry = Entry(line, number, user)
        where = {'entry': entry.index, 'grid': entry.grid}
        need(line['index'] == self.tree.size < self.head['size'], 'entry.index', number, **where)
        need(user is not None, 'actor.name', number, **where)
        need(entry.opens(line), 'entry.commitment', number, **where)
        need(entry.is_of_form(), 'entry.body', number, **where)
        if entry.grid is not None:
            self.grids.row(entry)
        else:
            self.event(entry)
        if entry.erased:
            self.erased[entry.index] = entry
        makes = entry.grid is not None and entry.kind in ('freeze', 'amend')
        self.row = entry if makes else None
        self.tree.push(bytes.fromhex(entry.hash))
        self.notes.grown(self.tree)

    def event(self, entry):
        kind, body = entry.kind, entry.body
        if kind == 'restore':
            self.lost_sizes.append(0 if entry.erased else body['lost'])
        if entry.erased:
            return
        if kind == 'order':
            self.orders.give(entry)
        elif kind in form.BODIES and kind.startswith('amend-'):
            self.amendments.event(entry)
        elif kind == 'sign':
            self.documents.sign(entry)
        elif kind in ('initialise', 'issue', 'revoke', 'replace'):
            self.documents.transcript(entry)
        elif kind == 'erase':
            named = body.get('index')
            need(type(named) is int and 0 <= named < entry.index, 'erase.event', entry.line, entry=entry.index)
            self.orders.permit(entry, ['erase'], 'entries', named, {})
            self.erasures[named] = entry.index
        elif kind == 'export' and entry.index == self.head['event']:
            self.exporting = entry

    def read_snapshot(self, line, number):
        need(self.row is not None, 'snapshot.missing', number)
        self.grids.snapshot(line, number, self.row)
        self.row = None

    def read_order(self, line, number):
        self.orders.record(line['order'], number)

    def read_amendment(self, line, number):
        self.amendments.record(line['amendment'], number)

    def read_grid(self, line, number):
        self.grids.line(line, number)

    def read_transcript(self, line, number):
        self.documents.record(line, number)

    def read_file(self, line, number):
        self.documents.file(line, number)

    def read_register(self, line, number):
        self.documents.register_line(line, number, self.told_register())

    def read_end(self, line, number):
        need(line['lines'] == number - 1, 'line.end', number)
        self.ended = True

    # Ends of types

    def end(self, rank, number):
        if rank == RANKS['entry']:
            self.end_entries(number)
        elif rank == REGISTER:
            self.documents.end_register(self.told_register())
        else:
            ends = {RANKS['order']: self.orders.end, RANKS['amendment']: self.amendments.end, RANKS['grid']: self.grids.end,
                    RANKS['transcript']: self.documents.end_transcripts, RANKS['file']: self.documents.end_files}
            ends.get(rank, lambda: None)()

    def told_register(self):
        self.register = self.register or self.documents.register()
        return self.register

    def end_entries(self, number):
        need(self.row is None, 'snapshot.missing', number)
        need(self.tree.size == self.head['size'], 'entry.index', number)
        need(self.tree.root() == decoded(self.head['root']), 'tree.root', 1)
        held, self.lost = self.notes.judge(self.lost_sizes)
        for index, entry in self.erased.items():
            need(self.erasures.get(index, -1) > index, 'entry.erased', entry.line, entry=index)
        exporting = self.exporting
        named = exporting is not None and (exporting.leaf['at'], exporting.body.get('school')) == (self.head['exportedAt'], self.head['school'])
        need(named, 'head.event', 1)
        need(self.key.line_of(self.head['origin']) == len(self.lost_sizes) + 1, 'head.line', 1)
        need(held, 'checkpoint.none', 1)
        self.vouched = max(held)


def read(audit, lines):
    before, number = bytes(32), 0
    for number, octets in enumerate(lines, 1):
        need(not audit.ended, 'line.end', number)
        whole = len(octets) >= 67 and octets[-1:] == b'\n' and octets[-66:-65] == b' '
        before = sha256(before + octets[:-66]).digest()
        need(whole and octets[-65:-1] == before.hex().encode(), 'line.chain', number)
        try:
            line = parsed(octets[:-66])
        except ValueError:
            line = None
            need(False, 'line.json', number)
        need(form.names_are_ascii(line), 'line.json', number)
        form.asked.add('line.json')
        need(audit.check_shape(line), 'line.shape', number)
        audit.line(line, number)
    need(audit.ended, 'line.end', number + 1)


def verify(export, key, checkpoints):
    """What there is to report; raises Fault."""
    audit = Audit(key)
    for path in checkpoints:
        audit.notes.keep(note_of(path), 0)
    with open(export, 'rb') as lines:
        read(audit, lines)
    size = audit.head['size']
    return {'verdict': 'whole', 'check': None, 'line': None, 'entries': size, 'vouched': audit.vouched, 'lost': audit.lost}


def note_of(path):
    with open(path, 'rb') as file:
        return file.read().decode('utf-8', 'replace')


def report_on(export, key, checkpoints):
    form.asked.clear()
    try:
        report = verify(export, key, checkpoints)
    except Fault as fault:
        report = {'verdict': 'fault', 'check': fault.check, 'line': fault.line, **fault.place}
    for check in sorted(form.asked):
        print('fault' if check == report['check'] else 'ok   ', check)
    print(json.dumps(report, ensure_ascii=False))
    return report['verdict'] == 'whole'


def main():
    words = argparse.ArgumentParser(description='Verifies audit exports, one after the other.')
    words.add_argument('export', nargs='+')
    words.add_argument('--key', required=True)
    words.add_argument('--checkpoint', action='append', default=[])
    asked = words.parse_args()
    with open(asked.key, encoding='utf-8') as file:
        try:
            key = Key(file.read())
        except ValueError as error:
            print(json.dumps({'verdict': 'refused', 'check': None, 'line': None, 'reason': str(error)}))
            return 1
    whole = [report_on(export, key, asked.checkpoint) for export in asked.export]
    return 0 if all(whole) else 1


if __name__ == '__main__':
    sys.exit(main())
