package io.kvkit.spring.cached;

import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.key.KeyShape;
import io.kvkit.spring.operation.key.text.KeyText.Nulls;
import java.util.stream.Stream;

/** Reads the key of an annotation: that of an expression or a bean, or else all arguments. */
final class KeyRules {

    private KeyRules() {}

    /** Returns whether the annotation, or its class, has an expression or a bean. */
    static boolean isSet(Declaration declaration) {
        return isOwn(declaration) || !generator(declaration).isEmpty();
    }

    /** Returns whether the annotation itself has an expression or a bean. */
    static boolean isOwn(Declaration declaration) {
        return !key(declaration).isEmpty()
                || !declaration.attributes().text("keyGenerator").isEmpty();
    }

    /** Returns the key. */
    static KeyPlan read(Declaration declaration, Sees sees) {
        String key = key(declaration);
        String generator = generator(declaration);
        String scope = ClassDefaults.scope(declaration);
        if (!key.isEmpty() && !generator.isEmpty()) {
            throw declaration.site().error("keyGenerator", generator, "key is set too", "Set one of them");
        }
        if (!generator.isEmpty()) {
            return declaration.keys().ofGenerator(generator, scope);
        }
        return key.isEmpty()
                ? declaration.keys().ofArguments(scope)
                : declaration.keys().of("key", key, scope, sees, Nulls.VALUE);
    }

    /** Returns whether the key or its scope reads the result. */
    static boolean readsResult(Declaration declaration) {
        return Stream.of(key(declaration), ClassDefaults.scope(declaration))
                .anyMatch(text -> !text.isEmpty() && declaration.expressions().readsResult(text));
    }

    /** Returns what is known of the key before any call. */
    static KeyShape shape(Declaration declaration) {
        return generator(declaration).isEmpty() ? declaration.keyShape(key(declaration)) : KeyShape.ANY;
    }

    private static String key(Declaration declaration) {
        return declaration.attributes().text("key");
    }

    // That of the class is for annotations that say nothing of the entry.
    private static String generator(Declaration declaration) {
        String own = declaration.attributes().text("keyGenerator");
        return own.isEmpty() && key(declaration).isEmpty()
                ? ClassDefaults.of(declaration).keyGenerator()
                : own;
    }
}
