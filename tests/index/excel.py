"""A formula tree as a spreadsheet formula, for a second opinion by an office suite."""

from jiyue.engine.formula import tree as t


class Excel:
    """``cell(code, lag)`` gives the address of a figure; ``truths`` are the yes/no measures."""

    def __init__(self, cell, truths):
        self.cell = cell
        self.truths = truths

    def number(self, node):
        if isinstance(node, t.Number):
            return str(float(node.value))
        if isinstance(node, t.Name):
            return self.cell(node.code, node.lag)
        if isinstance(node, t.Window):
            name = {"mean": "AVERAGE", "sum": "SUM"}[node.function]
            return f"{name}({','.join(self.cell(node.code, k) for k in range(node.span))})"
        if isinstance(node, t.Negative):
            return f"(0-{self.number(node.operand)})"
        if isinstance(node, t.Arithmetic):
            return f"({self.number(node.left)}{node.operator}{self.number(node.right)})"
        if isinstance(node, t.Power):
            return f"({self.number(node.base)}^{float(node.exponent)})"
        if isinstance(node, t.Call):
            return f"{node.function.upper()}({','.join(map(self.number, node.arguments))})"
        assert isinstance(node, t.If), node
        parts = (self.truth(node.condition), self.number(node.then), self.number(node.otherwise))
        return f"IF({','.join(parts)})"

    def truth(self, node):
        if isinstance(node, t.Comparison):
            sign = {"==": "=", "!=": "<>"}.get(node.operator, node.operator)
            return f"({self.number(node.left)}{sign}{self.number(node.right)})"
        if isinstance(node, t.Logic):
            return f"{node.operator.upper()}({self.truth(node.left)},{self.truth(node.right)})"
        if isinstance(node, t.Not):
            return f"NOT({self.truth(node.operand)})"
        assert node.code in self.truths, node
        return f"({self.number(node)}<>0)"
