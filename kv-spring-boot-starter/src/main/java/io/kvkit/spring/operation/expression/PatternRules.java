package io.kvkit.spring.operation.expression;

import io.kvkit.spring.operation.type.TypeRelations;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.springframework.core.ResolvableType;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.StringLiteral;

/** Refuses invalid regular expressions. */
final class PatternRules {

    private static final Set<String> OF_TEXTS = Set.of("matches", "replaceAll", "replaceFirst", "split");

    private PatternRules() {}

    /**
     * Checks a call whose first argument may be a regular expression.
     *
     * @throws MissingMemberException if the regular expression is invalid
     */
    static void check(ResolvableType owner, MethodReference call) {
        boolean takesPattern = TypeRelations.raw(owner) == String.class && OF_TEXTS.contains(call.getName());
        if (takesPattern && call.getChildCount() > 0) {
            check(call.getChild(0));
        }
    }

    /**
     * Checks a node that must be a regular expression.
     *
     * @throws MissingMemberException if the regular expression is invalid
     */
    static void check(SpelNode pattern) {
        if (!(pattern instanceof StringLiteral literal)) {
            return;
        }
        try {
            Pattern.compile(String.valueOf(literal.getLiteralValue().getValue()));
        } catch (PatternSyntaxException e) {
            throw new MissingMemberException(
                    pattern.toStringAST() + " is no regular expression (" + e.getDescription() + ")",
                    "Write one that java.util.regex.Pattern takes");
        }
    }
}
