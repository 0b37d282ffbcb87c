"""Orders and amendments (AUDIT.md sections 4 to 6)."""

from hashlib import sha256

from form import canonical, instant, need


def parts_of(grid):
    head, subject, term = grid.split('.')
    year, _, of_class = head.partition('-')
    return {'year': year, 'class': of_class, 'subject': subject, 'term': term}


def covers(scope, kind, object, parts):
    """`kind` is the name of the list that may hold the object; `parts` are those of its name."""
    if kind == 'entries' or any(one in scope for one in ('entries', 'grids', 'transcripts')):
        listed = scope.get(kind) if kind == 'entries' or 'entries' not in scope else None
        return object is not None and type(listed) is list and any(type(one) is type(object) and one == object for one in listed)
    wanted = {part: scope[part] for part in ('class', 'term', 'year') if part in scope}
    return all(matches(text, parts.get(part)) for part, text in wanted.items())


def matches(wanted, part):
    return type(wanted) is str and part is not None and (wanted == part or wanted.startswith(part + '-'))


class Orders:
    def __init__(self):
        self.given, self.recorded = {}, set()

    def give(self, entry):
        body = entry.body
        need(body['id'] not in self.given, 'entry.body', entry.line, entry=entry.index)
        self.given[body['id']] = entry

    def permit(self, entry, actions, kind, object, parts):
        order = self.given.get(entry.leaf['cause'])
        permitted = (
            order is not None
            and order.body['action'] in actions
            and order.user != entry.user
            and (order.body['until'] is None or instant(order.body['until']) + 60_000 >= instant(entry.leaf['at']))
            and covers(order.body['scope'], kind, object, parts)
        )
        need(permitted, 'order.given', entry.line, entry=entry.index, grid=entry.grid)

    def record(self, item, line):
        entry = self.given.get(item['id'])
        need(entry is not None and item['id'] not in self.recorded, 'order.record', line)
        body = entry.body
        wanted = {name: body[name] for name in ('id', 'action', 'scope', 'reason')}
        wanted.update(by=entry.user, session=entry.leaf['session'], at=entry.leaf['at'])
        if body['until'] is not None:
            wanted['until'] = body['until']
        need(alike(item, wanted), 'order.record', line)
        self.recorded.add(item['id'])

    def end(self):
        for id, entry in self.given.items():
            need(id in self.recorded, 'order.record', entry.line, entry=entry.index)


class Amendment:
    def __init__(self, entry):
        self.request, self.state, self.closed, self.own, self.rows = entry, 'requested', None, None, set()
        self.consents, self.applied_at = {}, None

    @property
    def body(self):
        return self.request.body

    def user_of(self, slot):
        return next((party['user'] for party in self.body['parties'] if party['slot'] == slot), None)

    def witnesses(self):
        return [party['user'] for party in self.body['parties'] if party['slot'] != 'approver']


def request_is_right(entry):
    body, leaf = entry.body, entry.leaf
    signed = {name: body[name] for name in ('id', 'grid', 'epoch', 'changes', 'reason')}
    signed.update(requester=entry.user, at=leaf['at'])
    slots = [party['slot'] for party in body['parties']]
    users = [party['user'] for party in body['parties']] + [entry.user]
    return (
        body['digest'] == sha256(canonical(signed)).hexdigest()
        and 'approver' in slots and len(slots) > 1
        and len(set(slots)) == len(slots) and len(set(users)) == len(users)
        and body['state'] == 'requested'
    )


def same_edits(edits, changes):
    return [[edit[name] for name in ('cell', 'before', 'after')] for edit in edits] == [
        [change[name] for name in ('cell', 'before', 'after')] for change in changes]


class Amendments:
    def __init__(self):
        self.known, self.recorded = {}, set()

    def event(self, entry):
        body = entry.body
        allowed = entry.leaf['cause'] == body['id']
        amendment = self.known.get(body['id'])
        if entry.kind == 'amend-request':
            allowed = allowed and amendment is None and request_is_right(entry)
            if allowed:
                self.known[body['id']] = Amendment(entry)
        else:
            allowed = allowed and amendment is not None and self.step(amendment, entry) and (
                amendment.state, amendment.body['grid'], amendment.body['digest']) == (body['state'], body['grid'], body['digest'])
        need(allowed, 'amendment.parties', entry.line, entry=entry.index)

    def step(self, amendment, entry):
        kind, body, state = entry.kind, entry.body, amendment.state
        if kind in ('amend-witness', 'amend-approve'):
            wanted = 'requested' if kind == 'amend-witness' else 'witnessed'
            slot = body['slot']
            if state != wanted or (slot == 'approver') != (kind == 'amend-approve') or slot in amendment.consents:
                return False
            if amendment.user_of(slot) != entry.user:
                return False
            amendment.consents[slot] = entry.leaf['at']
            if kind == 'amend-approve':
                amendment.state = 'approved'
            elif len(amendment.consents) == len(amendment.body['parties']) - 1:
                amendment.state = 'witnessed'
            return True
        amendment.closed = {'by': entry.user, 'at': entry.leaf['at'], 'reason': body['reason']}
        if kind == 'amend-reject':
            amendment.state = 'rejected'
            return state in ('requested', 'witnessed') and entry.user in [party['user'] for party in amendment.body['parties']]
        amendment.state = 'withdrawn'
        return state in ('requested', 'witnessed', 'approved') and entry.user == amendment.request.user

    def row(self, entry, version):
        """A row `amend` of a grid, which makes this version."""
        amendment = self.known.get(entry.leaf['cause'])
        place = entry.leaf['place']
        allowed = amendment is not None and amendment.request.user == entry.user
        if allowed and amendment.state == 'approved':
            body = amendment.body
            allowed = place['grid'] == body['grid'] and place['epoch'] == body['epoch'] + 1 and (
                entry.erased or same_edits(entry.changes, body['changes']))
            amendment.state, amendment.own = 'applied', {'seq': place['seq'], 'version': version}
        elif allowed:
            parts = parts_of(place['grid'])
            allowed = amendment.state == 'applied' and parts['term'] == 'HK2' and (
                place['grid'][:-1] + '1' == amendment.body['grid']) and entry.leaf['changes'] == [] and place['grid'] not in amendment.rows
        need(allowed, 'amendment.parties', entry.line, entry=entry.index, grid=entry.grid)
        amendment.rows.add(place['grid'])

    def record(self, item, line):
        known = self.known.get(item['id'])
        need(known is not None and item['id'] not in self.recorded, 'amendment.record', line)
        body = known.body
        wanted = {name: body[name] for name in ('id', 'grid', 'epoch', 'changes', 'reason', 'digest')}
        wanted.update(requester=known.request.user, at=known.request.leaf['at'], state=known.state)
        wanted['parties'] = [party_record(party, known.consents) for party in body['parties']]
        if known.closed is not None:
            wanted['closed'] = known.closed
        if known.own is not None and known.state == 'applied':
            wanted['applied'] = {**known.own, 'at': known.applied_at or item.get('applied', {}).get('at')}
        need(alike(item, wanted), 'amendment.record', line)
        self.recorded.add(item['id'])

    def end(self):
        for id, known in self.known.items():
            need(id in self.recorded, 'amendment.record', known.request.line, entry=known.request.index)


def party_record(party, consents):
    slot = party['slot']
    told = {'slot': slot, 'user': party['user'], 'done': slot in consents}
    return {**told, 'at': consents[slot]} if slot in consents else told


def alike(a, b):
    """Equal as canonical JSON: Python's True is not 1 there."""
    return canonical(a) == canonical(b)
