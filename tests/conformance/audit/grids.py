"""Rows of grids, their snapshots and their values (AUDIT.md section 4)."""

import unicodedata
from hashlib import sha256

from form import array, decoded, digest, having, integer, need, parsed, table, text, time, utf16, value
from orders import parts_of, same_edits

ROW_STATES = {
    'edit': (('open',), 'open'), 'remark': (('open',), 'open'), 'lock': (('open',), 'locked'), 'unlock': (('locked',), 'open'),
    'freeze': (('open', 'locked'), 'frozen'), 'amend': (('frozen',), 'frozen'),
}
SNAPSHOT = having(
    format=lambda item: item == 'hocba-grid-1', grid=text, version=integer, seq=integer, epoch=integer,
    state=lambda item: item == 'frozen', order=text, replaces_=digest, term1_=digest, columns=array(text),
    signers=array(having(role=text, person=text)),
    students=array(having(id=text, values=table(text, value), computed=having(tb_=value, cn_=value), remark=text)),
    amendments=array(having(amendment=text, cell=text, before=value, after=value, requester=text, witnesses=array(text), approver=text, at=time)),
)


class Version:
    """A frozen version of a grid. `students` is None as long as no snapshot has shown them."""

    def __init__(self, entry, number, order):
        self.entry, self.number, self.order = entry, number, order
        self.digest, self.line, self.signers, self.students = entry.leaf['digest'], entry.line, None, None


class Grid:
    def __init__(self, name):
        self.name, self.state, self.epoch, self.seq, self.tip = name, 'open', 1, 0, None
        self.cells, self.remarks, self.partial, self.versions, self.last = {}, {}, False, [], None

    def row(self, entry, orders, amendments):
        leaf, place, kind = entry.leaf, entry.leaf['place'], entry.kind
        where = {'entry': entry.index, 'grid': self.name}
        next_epoch = self.epoch + (0 if kind in ('edit', 'remark') else 1)
        in_order = (place['seq'], place['prev'], place['epoch']) == (self.seq + 1, self.tip, next_epoch)
        need(in_order, 'grid.order', entry.line, **where)
        need(self.fits(leaf), 'grid.window', entry.line, **where)
        if kind in ('lock', 'unlock', 'freeze'):
            orders.permit(entry, (kind,), 'grids', self.name, parts_of(self.name))
        elif kind == 'amend':
            amendments.row(entry, len(self.versions) + 1)
        self.partial = self.partial or entry.erased
        if not self.partial:
            self.fold(entry)
        self.seq, self.tip, self.epoch, self.state = place['seq'], entry.hash, place['epoch'], ROW_STATES[kind][1]
        self.last = entry
        if kind in ('freeze', 'amend'):
            order = leaf['cause'] if not self.versions else self.versions[0].order
            self.versions.append(Version(entry, len(self.versions) + 1, order))

    def fits(self, leaf):
        kind, writes = leaf['kind'], leaf['kind'] in ('edit', 'remark')
        updated = writes or (kind == 'amend' and leaf['changes'] != [])
        return (
            self.state in ROW_STATES[kind][0]
            and (leaf['place']['document'] == 'remarks') == (kind == 'remark')
            and (leaf['update'] is not None) == updated
            and not (kind in ('lock', 'unlock', 'freeze') and leaf['changes'])
            and (leaf['digest'] is not None) == (kind in ('freeze', 'amend'))
            and (leaf['cause'] is None) == writes
        )

    def fold(self, entry):
        remark = entry.kind == 'remark'
        values, key, nothing = (self.remarks, 'student', '') if remark else (self.cells, 'cell', None)
        for change in entry.changes:
            same = change['before'] == values.get(change[key], nothing)
            need(same, 'grid.before', entry.line, entry=entry.index, grid=self.name, cell=change[key])
        for change in entry.changes:
            if change.get('won') is not False:
                values[change[key]] = change['after']

    def compare(self, line, number):
        """A `grid` line."""
        where = {'grid': self.name}
        told = [line[name] for name in ('state', 'epoch', 'seq', 'version')]
        need(told == [self.state, self.epoch, self.seq, len(self.versions)], 'grid.values', number, **where)
        if self.partial:
            return
        for shown, fold, nothing in ((line['cells'], self.cells, None), (line['remarks'], self.remarks, '')):
            kept = {key: found for key, found in fold.items() if found != nothing}
            wrong = [key for key in {**kept, **shown} if key not in kept or key not in shown or kept[key] != shown[key]]
            need(not wrong, 'grid.values', number, cell=min(wrong, key=utf16, default=None), **where)


class Grids:
    def __init__(self, orders, amendments):
        self.orders, self.amendments, self.grids, self.shown = orders, amendments, {}, set()

    def row(self, entry):
        name = entry.leaf['place']['grid']
        self.grids.setdefault(name, Grid(name)).row(entry, self.orders, self.amendments)

    def snapshot(self, line, number, entry):
        """The line after the row `entry`, which made the newest version of its grid."""
        grid = self.grids[entry.grid]
        version, leaf = grid.versions[-1], entry.leaf
        where = {'entry': entry.index, 'grid': grid.name}
        octets = decoded(line['bytes'])
        told = (line['grid'], line['version'], line['seq'], line['digest'], line['at'])
        right = told == (grid.name, version.number, grid.seq, leaf['digest'], leaf['at']) and sha256(octets).hexdigest() == leaf['digest']
        need(right, 'snapshot.digest', number, **where)
        try:
            shot = parsed(octets)
        except ValueError:
            shot = None
        need(SNAPSHOT(shot) and self.describes(shot, grid, entry), 'snapshot.content', number, **where)
        if not grid.partial:
            compare_values(shot, grid, number, where)
        version.line, version.signers = number, shot['signers']
        version.students = {student['id']: {**student['computed'], 'remark': student['remark'],
                                            'rl': student['values'].get('rl'), 'nghi': student['values'].get('nghi')}
                            for student in shot['students']}

    def describes(self, shot, grid, entry):
        version, place = grid.versions[-1], entry.leaf['place']
        before = grid.versions[-2].digest if version.number > 1 else None
        first_term = self.grids.get(grid.name[:-1] + '1') if parts_of(grid.name)['term'] == 'HK2' else None
        term1 = first_term.versions[-1].digest if first_term is not None and first_term.versions else None
        told = [shot.get(name) for name in ('grid', 'version', 'seq', 'epoch', 'order', 'replaces', 'term1')]
        if told != [grid.name, version.number, place['seq'], place['epoch'], version.order, before, term1]:
            return False
        cause = entry.leaf['cause']
        own = [element for element in shot['amendments'] if element['amendment'] == cause]
        if entry.kind == 'freeze':
            return own == []
        amendment = self.amendments.known[cause]
        consenting = (amendment.request.user, amendment.witnesses(), amendment.user_of('approver'))
        if own:
            amendment.applied_at = own[0]['at']
        return (entry.erased or same_edits(own, entry.changes)) and all(
            (element['requester'], element['witnesses'], element['approver'], element['at']) == (*consenting, own[0]['at'])
            for element in own)

    def line(self, line, number):
        name = line['grid']
        need(name not in self.shown, 'grid.values', number, grid=name)
        self.shown.add(name)
        self.grids.get(name, Grid(name)).compare(line, number)

    def end(self):
        for name, grid in self.grids.items():
            need(name in self.shown, 'grid.values', grid.last.line, entry=grid.last.index, grid=name)

    def version(self, name, number):
        grid = self.grids.get(name)
        return grid.versions[number - 1] if grid is not None and 0 < number <= len(grid.versions) else None

    def versions(self):
        """All of them, in the order of their rows."""
        found = [(grid, version) for grid in self.grids.values() for version in grid.versions]
        return sorted(found, key=lambda item: item[1].entry.index)


def compare_values(shot, grid, number, where):
    of_student = {}
    for cell, found in grid.cells.items():
        if found is not None:
            student, _, column = cell.partition('/')
            of_student.setdefault(student, set()).add(column)
    columns = shot['columns']
    for student in shot['students']:
        id = student['id']
        for column in columns:
            cell = f'{id}/{column}'
            same = student['values'].get(column) == grid.cells.get(cell)
            need(same, 'snapshot.values', number, cell=cell, **where)
        further = sorted(of_student.get(id, set()) - set(columns), key=utf16)
        need(not further, 'snapshot.values', number, cell=f'{id}/{further[0]}' if further else None, **where)
        remark = unicodedata.normalize('NFC', grid.remarks.get(id, ''))
        need(student['remark'] == remark, 'snapshot.values', number, cell=id, **where)
