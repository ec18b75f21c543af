package io.kvkit.spring.operation;

import io.kvkit.spring.operation.KvKeyException.Reason;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The {@code key} and {@code scope} of an annotation, compiled: from a call to the id of a record.
 *
 * <p>Equal keys have equal ids and different keys different ones; a composite has no joining trap. Numbers, their texts
 * and constants of that name, if their enum implements no interface, are one key. Null is a value in keys that tell results apart, and no key where one identifies
 * a call, an event or a client. Ids of two scopes never meet.
 */
public final class KeyPlan {

    private final OperationSite site;
    private final String attribute;
    private final String expression;
    private final ValuePlan source;
    private final KeyText text;
    private final ScopePlan scope;

    KeyPlan(OperationSite site, String attribute, String expression, ValuePlan source, KeyText text, ScopePlan scope) {
        this.site = site;
        this.attribute = attribute;
        this.expression = expression;
        this.source = source;
        this.text = text;
        this.scope = scope;
    }

    /** The attribute as it was written; empty for the default key. */
    public String expression() {
        return expression;
    }

    /** The scope as it was written; empty if the key is everybody's. */
    public String scope() {
        return scope.text();
    }

    /**
     * The id for a call.
     *
     * @throws KvKeyException if the call has no usable key
     * @throws KvExpressionException if key or scope cannot be evaluated
     */
    public String id(Invocation call) {
        return id(call, null);
    }

    /**
     * The id for a call that has returned.
     *
     * @param result what the method returned, without stage, {@code Mono} or {@code Optional}
     * @throws KvKeyException if the call has no usable key
     * @throws KvExpressionException if key or scope cannot be evaluated
     */
    public String id(Invocation call, @Nullable Object result) {
        String id = idOrNull(call, result);
        if (id == null) {
            throw new KvKeyException(
                    Reason.NULL, site, attribute, "the key, or a part of it, is null or blank" + suffix());
        }
        return id;
    }

    /** The id for a call; null if its key is missing. */
    public @Nullable String idIfPresent(Invocation call) {
        return idOrNull(call, null);
    }

    /** The id for a call whose key comes from elsewhere, as from a header. */
    public String idOf(Invocation call, String key) {
        return scope.id(Objects.requireNonNull(text(text, key, site, attribute)), call, null);
    }

    private @Nullable String idOrNull(Invocation call, @Nullable Object result) {
        String key = text(text, source.value(call, result), site, attribute);
        return key == null ? null : scope.id(key, call, result);
    }

    /** The text of a value, with errors that name the place; null if it, or a part of it, is missing. */
    static @Nullable String text(KeyText text, @Nullable Object value, OperationSite site, String attribute) {
        try {
            String written = text.of(value);
            return written == null ? null : wellFormed(written, site, attribute);
        } catch (NoKeyTextException e) {
            throw new KvKeyException(
                    Reason.UNSUPPORTED,
                    site,
                    attribute,
                    "the key holds " + e.getMessage()
                            + ". Name what identifies it, as in key = \"#order.id\", or define"
                            + " a KvKeyText bean for it");
        }
    }

    // Half a surrogate pair becomes '?' in UTF-8, so two different keys would be one.
    private static String wellFormed(String text, OperationSite site, String attribute) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
                    throw new KvKeyException(
                            Reason.MALFORMED, site, attribute, "the key is not valid text: half a surrogate pair");
                }
                i++;
            }
        }
        return text;
    }

    private String suffix() {
        return expression.isEmpty() ? "" : " (" + expression + ")";
    }
}
