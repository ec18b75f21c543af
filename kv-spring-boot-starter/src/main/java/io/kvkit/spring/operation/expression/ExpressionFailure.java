package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvExpressionException.Reason;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.expression.ClientView.NoRequestException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.expression.spel.SpelEvaluationException;
import org.springframework.expression.spel.SpelMessage;

/**
 * The reason why an expression failed.
 *
 * @param reason whether the caller or the application made the mistake
 * @param problem the failure, without any value of the call
 */
record ExpressionFailure(Reason reason, String problem) {

    /** Their messages contain names and types only. */
    private static final Set<SpelMessage> OF_NAMES = Set.of(
            SpelMessage.PROPERTY_OR_FIELD_NOT_READABLE,
            SpelMessage.METHOD_NOT_FOUND,
            SpelMessage.TYPE_NOT_FOUND,
            SpelMessage.CONSTRUCTOR_NOT_FOUND,
            SpelMessage.INDEXING_NOT_SUPPORTED_FOR_TYPE,
            SpelMessage.PROJECTION_NOT_SUPPORTED_ON_TYPE,
            SpelMessage.INVALID_TYPE_FOR_SELECTION);

    /** Their messages contain names and types only, but a value of an unexpected type, or null, caused them. */
    private static final Set<SpelMessage> OF_TYPES = Set.of(
            SpelMessage.PROPERTY_OR_FIELD_NOT_READABLE_ON_NULL,
            SpelMessage.METHOD_CALL_ON_NULL_OBJECT_NOT_ALLOWED,
            SpelMessage.CANNOT_INDEX_INTO_NULL_VALUE,
            SpelMessage.TYPE_CONVERSION_ERROR,
            SpelMessage.OPERATOR_NOT_SUPPORTED_BETWEEN_TYPES,
            SpelMessage.NOT_COMPARABLE);

    private static final Set<SpelMessage> ON_NULL = Set.of(
            SpelMessage.PROPERTY_OR_FIELD_NOT_READABLE_ON_NULL, SpelMessage.METHOD_CALL_ON_NULL_OBJECT_NOT_ALLOWED);

    /** Returns the failure of an expression with this text, which may have seen a result. */
    static ExpressionFailure of(Throwable failure, String expression, @Nullable Object result) {
        ExpressionFailure plain = of(failure, expression);
        boolean onNull = failure instanceof SpelEvaluationException spel && ON_NULL.contains(spel.getMessageCode());
        return onNull && result == null && expression.contains("#result.")
                ? new ExpressionFailure(
                        plain.reason,
                        plain.problem + ". #result is null, as it is for an empty Optional. Ask for null first, as in"
                                + " #result == null or " + expression)
                : plain;
    }

    /** Returns the failure of an expression with this text. */
    static ExpressionFailure of(Throwable failure, String expression) {
        Throwable root = NestedExceptionUtils.getMostSpecificCause(failure);
        if (root instanceof NoRequestException) {
            return new ExpressionFailure(
                    Reason.EXPRESSION,
                    "needs a request, and there is none: #client has ip, principal and header only while one is"
                            + " handled");
        }
        if (failure instanceof SpelEvaluationException spel && tellsMore(spel, root)) {
            return of(spel);
        }
        // An exception of a bean belongs to the bean, and a wrong state says nothing about a value.
        boolean isOwn = root instanceof IllegalStateException || root instanceof Error || expression.contains("@");
        return new ExpressionFailure(
                isOwn ? Reason.EXPRESSION : Reason.VALUE,
                "failed with " + root.getClass().getSimpleName());
    }

    /** Returns the exception for an expression at its place. */
    KvExpressionException at(OperationSite site, String attribute, String expression, @Nullable Throwable cause) {
        return new KvExpressionException(site, attribute, expression, reason, problem, cause);
    }

    private static boolean tellsMore(SpelEvaluationException spel, Throwable root) {
        return root == spel || OF_NAMES.contains(spel.getMessageCode()) || OF_TYPES.contains(spel.getMessageCode());
    }

    private static ExpressionFailure of(SpelEvaluationException spel) {
        SpelMessage code = spel.getMessageCode();
        boolean ofNames = OF_NAMES.contains(code);
        String message = ofNames || OF_TYPES.contains(code)
                ? spel.getSimpleMessage()
                : code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new ExpressionFailure(ofNames ? Reason.EXPRESSION : Reason.VALUE, "failed: " + message + mend(spel));
    }

    // Values in maps and JSON have other types than declared, so the check at startup does not see them.
    private static String mend(SpelEvaluationException spel) {
        Object[] inserts = spel.getInserts();
        if (spel.getMessageCode() != SpelMessage.PROPERTY_OR_FIELD_NOT_READABLE
                || inserts == null
                || inserts.length < 2) {
            return "";
        }
        String type = String.valueOf(inserts[1]);
        if (type.endsWith("Map")) {
            return ". An entry is written ['" + inserts[0] + "']";
        }
        return type.endsWith("Node") ? ". A field is written .path('" + inserts[0] + "')" : "";
    }
}
