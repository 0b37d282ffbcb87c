"""Signatures, transcripts, files and the register (AUDIT.md section 7)."""

from hashlib import sha256

from form import array, decoded, digest, exactly, having, integer, need, parsed, text, time, value
from orders import alike, parts_of

TRANSCRIPT = having(**{
    'format': lambda item: item == 'hocba-transcript-1', 'id': text, 'version': integer, 'class': text, 'order': text, 'createdAt': time,
    'student': having(id=text), 'replaces_': digest, 'signers': array(having(role=text, person=text)),
    'subjects': array(having(id=text, hk1=value, hk2=value, cn=value, remark=text)), 'conduct': having(hk1=value, hk2=value),
    'absences': integer, 'sources': array(exactly(grid=text, version=integer, digest=digest)),
})


class Transcript:
    def __init__(self, entry):
        self.entry, self.digest, self.state, self.successor, self.lapsed = entry, entry.leaf['digest'], 'initialised', None, False
        for name in ('id', 'student', 'class', 'year', 'version', 'replaces', 'signers'):
            setattr(self, name, entry.body[name])

    @property
    def key(self):
        entry = self.entry.body
        return entry['student'], entry['class'], entry['year'], entry['version']

    def parts(self):
        return {'class': self.entry.body['class'], 'year': self.year}


class Documents:
    def __init__(self, grids, orders):
        self.grids, self.orders = grids, orders
        self.transcripts, self.by_digest, self.newest = {}, {}, {}
        self.signed, self.events, self.named = {}, [], set()
        self.recorded, self.files, self.registered = set(), set(), set()

    # Events

    def sign(self, entry):
        body = entry.body
        need(self.may_sign(entry), 'sign.event', entry.line, entry=entry.index)
        document = (body['subject'], body['version'])
        self.signed.setdefault(document, {})[body['position']] = entry
        self.events.append(entry)
        self.named.update(files_of(entry))
        transcript = self.transcripts.get(body['subject'])
        if transcript is not None and transcript.state == 'initialised' and self.fully_signed(document):
            transcript.state = 'signed'

    def may_sign(self, entry):
        body = entry.body
        version = self.grids.version(body['subject'], body['version'])
        transcript = self.transcripts.get(body['subject'])
        if transcript is not None and transcript.version != body['version']:
            transcript = None
        document = version or transcript
        if document is None or entry.leaf['digest'] != body['xml'] or body['digest'] != document.digest:
            return False
        before = self.signed.get((body['subject'], body['version']), {})
        earlier = before.get(body['position'])
        wanted = len(before) + 1 if earlier is None else len(before)
        if body['signatures'] != wanted or (earlier is not None and earlier.body['signatures'] != wanted):
            return False
        if version is None:
            return transcript.state not in ('revoked', 'replaced')
        signers = version.signers
        return signers is None or (body['position'] < len(signers) and is_signer(signers[body['position']], entry))

    def fully_signed(self, document):
        subject, number = document
        version, transcript = self.grids.version(subject, number), self.transcripts.get(subject)
        wanted = transcript.signers if version is None else None if version.signers is None else len(version.signers)
        return len(self.signed.get(document, {})) == wanted

    def transcript(self, entry):
        """`initialise`, `issue`, `revoke` or `replace`."""
        if entry.kind == 'initialise':
            return self.initialise(entry)
        body, known = entry.body, self.transcripts.get(entry.body['id'])
        states = {'issue': (('signed', 'issued'), 'issued', ('issue',)),
                  'revoke': (('initialised', 'signed', 'issued', 'revoked'), 'revoked', ('revoke',)),
                  'replace': (('revoked', 'replaced'), 'replaced', ('issue', 'revoke'))}
        before, after, actions = states[entry.kind]
        allowed = known is not None and known.digest == entry.leaf['digest'] and known.state in before and (
            entry.kind != 'replace' or body['successor'] not in self.transcripts)
        need(allowed, 'transcript.event', entry.line, entry=entry.index)
        self.orders.permit(entry, actions, 'transcripts', known.id, known.parts())
        known.state = after
        if entry.kind == 'replace':
            known.successor = body['successor']

    def initialise(self, entry):
        body = entry.body
        replaced = self.by_digest.get(body['replaces'])
        allowed = entry.leaf['digest'] is not None and body['id'] not in self.transcripts
        if body['replaces'] is None:
            allowed = allowed and body['version'] == 1
        else:
            allowed = allowed and replaced is not None and (
                replaced.state, replaced.successor, replaced.version) == ('replaced', body['id'], body['version'] - 1)
        need(allowed, 'transcript.event', entry.line, entry=entry.index)
        transcript = Transcript(entry)
        if replaced is None:
            self.orders.permit(entry, ('issue',), 'transcripts', None, transcript.parts())
        else:
            self.orders.permit(entry, ('issue', 'revoke'), 'transcripts', replaced.id, replaced.parts())
        if transcript.key in self.newest:
            self.newest[transcript.key].lapsed = True
        self.newest[transcript.key] = self.transcripts[transcript.id] = self.by_digest[transcript.digest] = transcript

    def in_force(self):
        """The newest `initialise` of each transcript, in the order of the events."""
        return [transcript for transcript in self.transcripts.values() if not transcript.lapsed]

    # Lines

    def record(self, line, number):
        item = line['record']
        known = self.transcripts.get(item['id'])
        fresh = known is not None and not known.lapsed and known.id not in self.recorded
        need(fresh, 'transcript.record', number)
        wanted = {name: getattr(known, name) for name in ('id', 'student', 'class', 'year', 'version', 'state', 'digest')}
        wanted.update(createdAt=item['createdAt'], order=known.entry.leaf['cause'])
        if known.state == 'replaced':
            wanted['replacedBy'] = known.successor
        octets = decoded(line['bytes'])
        need(alike(item, wanted) and sha256(octets).hexdigest() == known.digest, 'transcript.record', number)
        try:
            shot = parsed(octets)
        except ValueError:
            shot = None
        need(TRANSCRIPT(shot) and self.describes(shot, known, item), 'transcript.record', number)
        self.values(shot, known, number)
        self.recorded.add(known.id)

    def describes(self, shot, known, item):
        signed = self.signed.get((known.id, known.version), {})
        told = [shot.get(name) for name in ('id', 'version', 'class', 'order', 'createdAt', 'replaces')]
        return (
            told == [item[name] for name in ('id', 'version', 'class', 'order', 'createdAt')] + [known.replaces]
            and shot['student']['id'] == known.student
            and len(shot['signers']) == known.signers
            and all(at < known.signers and is_signer(shot['signers'][at], entry) for at, entry in signed.items())
        )

    def values(self, shot, known, number):
        sources = {}
        for source in shot['sources']:
            version = self.grids.version(source['grid'], source['version'])
            need(version is not None and version.digest == source['digest'], 'transcript.values', number)
            sources.setdefault(source['grid'], (version.students or {}).get(known.student, {}))
        class_year = f"{known.year}-{getattr(known, 'class')}"
        for subject in shot['subjects']:
            first, second = (sources.get(f"{class_year}.{subject['id']}.{term}", {}) for term in ('HK1', 'HK2'))
            wanted = [first.get('tb'), second.get('tb'), second.get('cn'), second.get('remark', '')]
            told = [subject[name] for name in ('hk1', 'hk2', 'cn', 'remark')]
            need(told == wanted, 'transcript.values', number)
        homeroom = {parts_of(grid)['term']: found for grid, found in sources.items() if parts_of(grid)['subject'] == 'GVCN'}
        first, second = homeroom.get('HK1', {}), homeroom.get('HK2', {})
        need([shot['conduct']['hk1'], shot['conduct']['hk2']] == [first.get('rl'), second.get('rl')], 'transcript.values', number)
        absences = [found.get('nghi') for found in (first, second)]
        need(shot['absences'] == sum(days for days in absences if integer(days)), 'transcript.values', number)

    def end_transcripts(self):
        for known in self.in_force():
            need(known.id in self.recorded, 'transcript.record', known.entry.line, entry=known.entry.index)

    def file(self, line, number):
        need(sha256(decoded(line['bytes'])).hexdigest() == line['sha256'], 'file.digest', number)
        file = (line['subject'], line['version'], line['signatures'], line['kind'], line['sha256'])
        need(file in self.named and file not in self.files, 'file.event', number)
        self.files.add(file)

    def end_files(self):
        in_force = {entry.line for positions in self.signed.values() for entry in positions.values()}
        for entry in self.events:
            if entry.line in in_force:
                need(self.files.issuperset(files_of(entry)), 'file.event', entry.line, entry=entry.index)

    def register(self):
        """What the register must say: digest → (state, replacedBy, line)."""
        wanted = {}
        for grid, version in self.grids.versions():
            latest = grid.versions[-1]
            successor = latest.digest if self.fully_signed((grid.name, latest.number)) else None
            wanted[version.digest] = ('current', None, version.line) if version is latest else ('superseded', successor, version.line)
        states = {'initialised': 'unknown', 'signed': 'unknown', 'issued': 'current', 'revoked': 'revoked', 'replaced': 'revoked'}
        for known in self.in_force():
            successor = self.transcripts.get(known.successor) if known.state == 'replaced' else None
            replaced_by = None if successor is None or successor.state == 'initialised' else successor.digest
            wanted[known.digest] = (states[known.state], replaced_by, known.entry.line)
        return wanted

    def register_line(self, line, number, wanted):
        told = wanted.get(line['digest'])
        right = told is not None and told[:2] == (line['state'], line['replacedBy']) and line['digest'] not in self.registered
        need(right, 'register.state', number)
        self.registered.add(line['digest'])

    def end_register(self, wanted):
        for digest, (_, _, line) in wanted.items():
            need(digest in self.registered, 'register.state', line)


def is_signer(signer, entry):
    return signer['person'] == entry.user and signer['role'] == entry.body['role']


def files_of(entry):
    body = entry.body
    return [(body['subject'], body['version'], body['signatures'], kind, body[kind]) for kind in ('xml', 'pdf')]
