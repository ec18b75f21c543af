package io.kvkit.spring.operation.expression;

import io.kvkit.spring.operation.type.TypeRelations;
import java.lang.reflect.Modifier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.convert.support.DefaultConversionService;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Literal;
import org.springframework.expression.spel.ast.OpAnd;
import org.springframework.expression.spel.ast.OpDivide;
import org.springframework.expression.spel.ast.OpGE;
import org.springframework.expression.spel.ast.OpGT;
import org.springframework.expression.spel.ast.OpLE;
import org.springframework.expression.spel.ast.OpLT;
import org.springframework.expression.spel.ast.OpMinus;
import org.springframework.expression.spel.ast.OpModulus;
import org.springframework.expression.spel.ast.OpMultiply;
import org.springframework.expression.spel.ast.OpOr;
import org.springframework.expression.spel.ast.OpPlus;
import org.springframework.expression.spel.ast.OperatorMatches;
import org.springframework.expression.spel.ast.OperatorNot;
import org.springframework.expression.spel.ast.OperatorPower;
import org.springframework.expression.spel.ast.Ternary;

/** Refuses operators whose operand types never fit, whatever the values are. */
final class OperatorRules {

    private OperatorRules() {}

    /**
     * Checks a node whose parts have these types.
     *
     * @throws MissingMemberException if it fails for all values
     */
    static void check(SpelNode node, ResolvableType[] parts) {
        if (node instanceof Ternary) {
            requireAnswer(node.getChild(0), TypeRelations.raw(parts[0]));
        } else if (node instanceof OpAnd || node instanceof OpOr || node instanceof OperatorNot) {
            for (int i = 0; i < parts.length; i++) {
                requireAnswer(node.getChild(i), TypeRelations.raw(parts[i]));
            }
        } else if (node instanceof OperatorMatches) {
            PatternRules.check(node.getChild(1));
        } else if (parts.length == 2 && isComparison(node)) {
            require(node, parts, areOrdered(TypeRelations.raw(parts[0]), TypeRelations.raw(parts[1])));
        } else if (parts.length > 0 && isArithmetic(node)) {
            require(node, parts, areNumbers(parts) || parts.length == 2 && areTexts(node, parts));
        }
    }

    // As for a whole condition, a bean may return "true".
    private static void requireAnswer(SpelNode part, @Nullable Class<?> type) {
        if (type == null || type == Boolean.class || Modifier.isAbstract(type.getModifiers())) {
            return;
        }
        boolean tells = type == String.class
                ? part instanceof Literal || part.toStringAST().contains("@")
                : DefaultConversionService.getSharedInstance().canConvert(type, Boolean.class);
        if (!tells) {
            String text = part.toStringAST();
            throw new MissingMemberException(
                    text + " is " + type.getSimpleName() + " and not true or false",
                    "Write a comparison, as in " + text + " != null");
        }
    }

    private static void require(SpelNode node, ResolvableType[] parts, boolean works) {
        if (works) {
            return;
        }
        StringBuilder types = new StringBuilder();
        for (ResolvableType part : parts) {
            Class<?> type = TypeRelations.raw(part);
            types.append(types.isEmpty() ? "" : " and ").append(type == null ? "Object" : type.getSimpleName());
        }
        throw new MissingMemberException(
                node.toStringAST() + " never works with " + types,
                isComparison(node) ? "Compare two numbers, or what has an order" : "Use numbers");
    }

    private static boolean isComparison(SpelNode node) {
        return node instanceof OpLT || node instanceof OpLE || node instanceof OpGT || node instanceof OpGE;
    }

    private static boolean isArithmetic(SpelNode node) {
        return node instanceof OpPlus
                || node instanceof OpMinus
                || node instanceof OpMultiply
                || node instanceof OpDivide
                || node instanceof OpModulus
                || node instanceof OperatorPower;
    }

    private static boolean areNumbers(ResolvableType[] parts) {
        for (ResolvableType part : parts) {
            if (!mayBe(part, Number.class)) {
                return false;
            }
        }
        return true;
    }

    // A text can be added to anything; 'ab' * 2 repeats it, and 'b' - 1 is 'a'.
    private static boolean areTexts(SpelNode node, ResolvableType[] parts) {
        boolean first = mayBe(parts[0], String.class);
        if (node instanceof OpPlus) {
            return first || mayBe(parts[1], String.class);
        }
        return first && (node instanceof OpMinus || node instanceof OpMultiply) && mayBe(parts[1], Integer.class);
    }

    private static boolean mayBe(ResolvableType part, Class<?> wanted) {
        return TypeRelations.mayBe(part, ResolvableType.forClass(wanted));
    }

    private static boolean areOrdered(@Nullable Class<?> one, @Nullable Class<?> other) {
        if (one == null || other != null && mayBeNumber(one) && mayBeNumber(other)) {
            return true;
        }
        Class<?> left = CharSequence.class.isAssignableFrom(one) ? String.class : one;
        Class<?> wanted =
                ResolvableType.forClass(left).as(Comparable.class).getGeneric(0).resolve();
        if (wanted == null || other == null) {
            return TypeRelations.mayBe(left, Comparable.class);
        }
        return TypeRelations.mayBe(CharSequence.class.isAssignableFrom(other) ? String.class : other, wanted);
    }

    private static boolean mayBeNumber(Class<?> type) {
        return TypeRelations.mayBe(type, Number.class);
    }
}
