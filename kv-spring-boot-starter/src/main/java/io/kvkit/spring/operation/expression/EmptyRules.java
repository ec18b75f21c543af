package io.kvkit.spring.operation.expression;

import io.kvkit.spring.OperationSite;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.standard.SpelExpression;

/** Refuses conditions that fail for every empty {@code Optional}, because {@code #result} is what is in it. */
final class EmptyRules {

    private EmptyRules() {}

    /** Refuses a condition that reads a member of the result before anything else. */
    static void check(OperationSite site, String attribute, SpelExpression expression) {
        if (readsResult(first(expression.getAST()))) {
            String text = expression.getExpressionString();
            throw site.error(
                    attribute,
                    text,
                    "it fails for an empty Optional, because #result is what is in the Optional, or null",
                    "Ask for null first, as in #result == null or " + text);
        }
    }

    // Operators evaluate their left side first.
    private static SpelNode first(SpelNode node) {
        return node instanceof CompoundExpression || node.getChildCount() == 0 ? node : first(node.getChild(0));
    }

    private static boolean readsResult(SpelNode node) {
        return node instanceof CompoundExpression
                && node.getChild(0).toStringAST().equals("#" + ExpressionContext.RESULT)
                && (node.getChild(1) instanceof MethodReference method && !method.isNullSafe()
                        || node.getChild(1) instanceof PropertyOrFieldReference property && !property.isNullSafe());
    }
}
