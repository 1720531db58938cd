"""Groups of nodes that refer to themselves and to each other; shallow, since CPython saves by recursion."""


class Node:
    def __init__(self, n):
        self.n = n
        self.links = [self]


def data():
    nodes = [Node(i) for i in range(15000)]
    for i, node in enumerate(nodes):
        first = nodes[i - i % 10]
        node.links.append(first)
        first.links.append(node)
    return nodes
