package io.kvkit.spring.operation.expression;

import io.kvkit.spring.operation.type.TypeRelations;
import java.util.List;
import java.util.Map;
import org.springframework.core.ResolvableType;
import org.springframework.expression.TypedValue;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.OpAnd;
import org.springframework.expression.spel.ast.OpDivide;
import org.springframework.expression.spel.ast.OpEQ;
import org.springframework.expression.spel.ast.OpGE;
import org.springframework.expression.spel.ast.OpGT;
import org.springframework.expression.spel.ast.OpLE;
import org.springframework.expression.spel.ast.OpLT;
import org.springframework.expression.spel.ast.OpMinus;
import org.springframework.expression.spel.ast.OpModulus;
import org.springframework.expression.spel.ast.OpMultiply;
import org.springframework.expression.spel.ast.OpNE;
import org.springframework.expression.spel.ast.OpOr;
import org.springframework.expression.spel.ast.OpPlus;
import org.springframework.expression.spel.ast.OperatorBetween;
import org.springframework.expression.spel.ast.OperatorInstanceof;
import org.springframework.expression.spel.ast.OperatorMatches;
import org.springframework.expression.spel.ast.OperatorNot;
import org.springframework.expression.spel.ast.OperatorPower;

/** The types of literals, lists, maps and operators. */
final class OperatorTypes {

    private static final List<Class<? extends SpelNode>> LOGICAL = List.of(
            OpEQ.class,
            OpNE.class,
            OpLT.class,
            OpLE.class,
            OpGT.class,
            OpGE.class,
            OpAnd.class,
            OpOr.class,
            OperatorNot.class,
            OperatorBetween.class,
            OperatorMatches.class,
            OperatorInstanceof.class);

    private static final List<Class<? extends SpelNode>> NUMERICAL =
            List.of(OpMultiply.class, OpDivide.class, OpModulus.class, OperatorPower.class);

    private OperatorTypes() {}

    /** Returns the type of a node whose parts have these types. */
    static ResolvableType of(SpelNode node, ResolvableType[] parts) {
        if (node instanceof Literal literal) {
            return of(literal.getLiteralValue());
        }
        if (node instanceof InlineList) {
            return ResolvableType.forClass(List.class);
        }
        if (node instanceof InlineMap) {
            return ResolvableType.forClass(Map.class);
        }
        if (LOGICAL.contains(node.getClass())) {
            return ResolvableType.forClass(Boolean.class);
        }
        boolean sum = node instanceof OpPlus || node instanceof OpMinus;
        return NUMERICAL.contains(node.getClass()) || sum && areNumbers(parts)
                ? ResolvableType.forClass(Number.class)
                : ofText(node, parts);
    }

    // A text plus anything is a text.
    private static ResolvableType ofText(SpelNode node, ResolvableType[] parts) {
        if (node instanceof OpPlus) {
            for (ResolvableType part : parts) {
                if (TypeRelations.raw(part) == String.class) {
                    return part;
                }
            }
        }
        return ExpressionTypes.UNKNOWN;
    }

    private static ResolvableType of(TypedValue literal) {
        Object value = literal.getValue();
        return value == null ? ExpressionTypes.UNKNOWN : ResolvableType.forClass(value.getClass());
    }

    private static boolean areNumbers(ResolvableType[] parts) {
        for (ResolvableType part : parts) {
            Class<?> type = TypeRelations.raw(part);
            if (type == null || !Number.class.isAssignableFrom(type)) {
                return false;
            }
        }
        return true;
    }
}
