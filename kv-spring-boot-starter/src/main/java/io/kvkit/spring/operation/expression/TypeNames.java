package io.kvkit.spring.operation.expression;

import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.TypeCode;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.support.StandardTypeLocator;

/** Refuses names of absent classes. */
final class TypeNames {

    private TypeNames() {}

    /**
     * Checks {@code T(...)} and {@code new ...}.
     *
     * @throws MissingMemberException if the class is absent
     */
    static void check(SpelNode node) {
        if (!(node instanceof TypeReference) && !(node instanceof ConstructorReference)) {
            return;
        }
        String name = node.getChild(0).toStringAST();
        if (TypeCode.forName(name) != TypeCode.OBJECT) {
            return;
        }
        try {
            new StandardTypeLocator().findType(name);
        } catch (SpelEvaluationException e) {
            throw new MissingMemberException(
                    "there is no class " + name, "Write its whole name, as in java.time.LocalDate");
        }
    }
}
