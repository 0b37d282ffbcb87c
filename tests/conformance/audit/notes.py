"""The tree and the notes that vouch for it (AUDIT.md sections 2 and 3)."""

import re
from hashlib import sha256

import ed25519
from form import LARGEST, asked, decoded, need

LINE = re.compile(r'\u2014 (\S+) (\S+)')
SIZE = re.compile('0|[1-9][0-9]*', re.ASCII)


class Tree:
    """The root over the leaves so far, from the roots of its complete subtrees (size, hash), largest first."""

    def __init__(self):
        self.size, self.peaks = 0, []

    def push(self, leaf_hash):
        self.size += 1
        self.peaks.append((1, leaf_hash))
        while len(self.peaks) > 1 and self.peaks[-2][0] == self.peaks[-1][0]:
            (count, left), (_, right) = self.peaks[-2:]
            self.peaks[-2:] = [(2 * count, node(left, right))]

    def root(self):
        if not self.peaks:
            return sha256(b'').digest()
        found = self.peaks[-1][1]
        for _, left in reversed(self.peaks[:-1]):
            found = node(left, found)
        return found


def node(left, right):
    return sha256(b'\x01' + left + right).digest()


class Key:
    """A school.vkey; ValueError when it is none."""

    def __init__(self, text):
        parts = text.strip().split('+', 2)
        octets = decoded(parts[2]) if len(parts) == 3 else None
        if octets is None or len(octets) != 33 or octets[0] != 1 or re.search(r'\s', parts[0]) or parts[0] == '':
            raise ValueError('no key of a log')
        self.name, self.public = parts[0], octets[1:]
        self.hash = sha256(self.name.encode() + b'\n' + octets).digest()[:4]
        if parts[1] != self.hash.hex():
            raise ValueError('the hash of the key is not right')

    def line_of(self, origin):
        """Which line of history the origin names; None if it is not of this key."""
        if origin == self.name:
            return 1
        prefix, number = self.name + '/', origin[len(self.name) + 1:]
        return int(number) if origin.startswith(prefix) and re.fullmatch('[1-9][0-9]*', number, re.ASCII) else None

    def opened(self, note):
        """(line of history, size, root) of a note of this key, or None."""
        text, gap, signatures = note.partition('\n\n')
        fields = text.split('\n')
        if gap == '' or len(fields) != 3 or not signatures.endswith('\n'):
            return None
        lines = [LINE.fullmatch(line) for line in signatures[:-1].split('\n')]
        signed = [(line[1], decoded(line[2])) for line in lines if line is not None]
        if len(signed) != len(lines) or any(octets is None or len(octets) != 68 for _, octets in signed):
            return None
        origin, size, root = fields
        history, found = self.line_of(origin), decoded(root)
        if history is None or not SIZE.fullmatch(size) or int(size) > LARGEST or found is None or len(found) != 32:
            return None
        own = next((octets for name, octets in signed if name == self.name and octets[:4] == self.hash), None)
        if own is None or not ed25519.verifies(self.public, (text + '\n').encode(), own[4:]):
            return None
        return history, int(size), found


class Notes:
    def __init__(self, key):
        self.key, self.notes, self.roots = key, [], {}

    def keep(self, note, line):
        opened = self.key.opened(note)
        need(opened is not None, 'checkpoint.note', line)
        self.notes.append((opened, line))
        self.roots.setdefault(opened[1], None)

    def grown(self, tree):
        if tree.size in self.roots:
            self.roots[tree.size] = tree.root()

    def judge(self, lost_sizes):
        """Largest size that holds, and which notes are lost. `lost_sizes`: of each restore, in order."""
        held, lost = [], []
        asked.add('checkpoint.root')
        for (history, size, root), line in sorted(self.notes, key=lambda note: (note[0][1], note[1] == 0, note[1])):
            if self.roots[size] == root:
                held.append(size)
                continue
            need(history <= len(lost_sizes) and lost_sizes[history - 1] >= size, 'checkpoint.root', line)
            lost.append(size)
        return held, lost
