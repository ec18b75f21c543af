package io.kvkit.spring.cached;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvExpressionException.Reason;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.attribute.MissingUnit;
import io.kvkit.spring.operation.expression.Expressions.Sees;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.store.Ttl;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.expression.spel.ast.StringLiteral;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.util.ClassUtils;

/**
 * A compiled {@code ttlExpression}: how long a result is kept, as the result itself says.
 *
 * @param site the place of the annotation
 * @param text the expression
 * @param plan the compiled expression
 */
record ResultLife(OperationSite site, String text, ValuePlan plan) {

    private static final String ATTRIBUTE = "ttlExpression";

    /** Compiles the expression of an annotation; null if it has none. */
    static @Nullable ResultLife of(Declaration declaration) {
        String text = declaration.attributes().text(ATTRIBUTE);
        if (text.isEmpty()) {
            return null;
        }
        OperationSite site = declaration.site();
        if (!declaration.attributes().text("ttl").isEmpty()) {
            throw site.error(ATTRIBUTE, text, "ttl is set too", "Set one of them");
        }
        ValuePlan plan = declaration.expressions().value(ATTRIBUTE, text, Sees.RESULT);
        requireDuration(site, text, declaration.expressions().type(text).toClass());
        requireParsable(site, text);
        return new ResultLife(site, text, plan);
    }

    // Every call would give the same text.
    private static void requireParsable(OperationSite site, String text) {
        if (new SpelExpressionParser().parseRaw(text).getAST() instanceof StringLiteral literal) {
            String constant = String.valueOf(literal.getLiteralValue().getValue());
            if (MissingUnit.isIn(constant) || !isDuration(constant)) {
                throw site.error(ATTRIBUTE, text, "it is not a duration", "Write ttl = \"10s\", with a unit");
            }
        }
    }

    private static boolean isDuration(String text) {
        try {
            return !DurationStyle.detectAndParse(text).isNegative();
        } catch (IllegalArgumentException | ArithmeticException e) {
            return false;
        }
    }

    private static void requireDuration(OperationSite site, String text, Class<?> type) {
        Class<?> known = ClassUtils.resolvePrimitiveIfNecessary(type);
        if (Number.class.isAssignableFrom(known)) {
            throw site.error(
                    ATTRIBUTE,
                    text,
                    "it is a number, so its unit is missing",
                    "Return a Duration, as in T(java.time.Duration).ofSeconds(" + text + ")");
        }
        if (known != Object.class && known != Duration.class && !CharSequence.class.isAssignableFrom(known)) {
            throw site.error(
                    ATTRIBUTE,
                    text,
                    "it is " + type.getSimpleName() + " and not a duration",
                    "Return a Duration, or a text such as '10s'");
        }
    }

    /**
     * Returns how long a result is kept, in milliseconds; 0 not to keep it.
     *
     * @throws KvExpressionException if the expression fails or its value is no duration of zero or more
     */
    long millis(Invocation call, @Nullable Object result) {
        Object value = plan.value(call, result);
        if (value == null) {
            return 0;
        }
        Duration life = value instanceof Duration duration ? duration : parsed(value);
        if (life.isNegative()) {
            throw failure("is negative");
        }
        if (life.compareTo(Ttl.MAX) > 0) {
            throw failure("is longer than 100 years");
        }
        return life.toMillis();
    }

    private Duration parsed(Object value) {
        if (!(value instanceof CharSequence text) || MissingUnit.isIn(text.toString())) {
            throw failure("gave " + value.getClass().getSimpleName() + " without a unit");
        }
        try {
            return DurationStyle.detectAndParse(text.toString());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw failure("gave a text that is not a duration");
        }
    }

    private KvExpressionException failure(String problem) {
        return new KvExpressionException(site, ATTRIBUTE, text, Reason.VALUE, problem, null);
    }
}
