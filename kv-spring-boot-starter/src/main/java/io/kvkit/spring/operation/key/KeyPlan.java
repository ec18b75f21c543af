package io.kvkit.spring.operation.key;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.KvKeyException.Reason;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.text.KeyText;
import io.kvkit.spring.operation.key.text.NoKeyTextException;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;

/**
 * The compiled {@code key} and {@code scope} of an annotation, which compute the id of a record for a call. Immutable
 * and safe for use by several threads.
 *
 * <p>Equal keys have equal ids and different keys have different ids; the parts of a composite key cannot run together.
 * A number, its text, and a constant of that name whose enum implements no interface are the same key. Null is a value
 * in keys that separate results. It is a missing key if the key identifies a call, an event or a client. Ids of
 * different scopes never collide.
 */
public final class KeyPlan {

    private final OperationSite site;
    private final String attribute;
    private final String expression;
    private final @Nullable ValuePlan source;
    private final KeyText text;
    private final @Nullable ScopePlan scope;
    private final @Nullable List<Integer> simple;

    /**
     * Creates a plan.
     *
     * @param source computes the key; null if all calls have the same one
     * @param scope computes the scope; null if all callers share the key
     */
    KeyPlan(
            OperationSite site,
            String attribute,
            String expression,
            @Nullable ValuePlan source,
            KeyText text,
            @Nullable ScopePlan scope,
            @Nullable List<Integer> simple) {
        this.site = site;
        this.attribute = attribute;
        this.expression = expression;
        this.source = source;
        this.text = text;
        this.scope = scope;
        this.simple = simple;
    }

    /** Returns the text of the attribute; empty for the default key. */
    public String expression() {
        return expression;
    }

    /** Returns the text of the scope; empty if all callers share the key. */
    public String scope() {
        return scope == null ? "" : scope.text();
    }

    /**
     * Returns the positions of the arguments of which the id is made, if these can stand for their texts and nothing
     * else influences it; else null.
     */
    public @Nullable List<Integer> simpleArguments() {
        return simple;
    }

    /**
     * Returns the id for a call.
     *
     * @throws KvKeyException if the call has no usable key
     * @throws KvExpressionException if key or scope cannot be evaluated
     */
    public String id(Invocation call) {
        return id(call, null);
    }

    /**
     * Returns the id for a call that has returned.
     *
     * @param result the returned value, unwrapped from stage, {@code Mono} or {@code Optional}
     * @throws KvKeyException if the call has no usable key
     * @throws KvExpressionException if key or scope cannot be evaluated
     */
    public String id(Invocation call, @Nullable Object result) {
        return required(idOrNull(call, result));
    }

    private String required(@Nullable String key) {
        if (key == null) {
            throw new KvKeyException(
                    Reason.NULL, site, attribute, "the key, or a part of it, is null or blank" + suffix());
        }
        return key;
    }

    /**
     * Returns the id for a call; null if its key is missing.
     *
     * @throws KvKeyException if the call has a key that is not usable
     * @throws KvExpressionException if key or scope cannot be evaluated
     */
    public @Nullable String idIfPresent(Invocation call) {
        return idOrNull(call, null);
    }

    /**
     * Returns the id for a call whose key comes from elsewhere, such as a header.
     *
     * @param key a text, or a list of texts
     * @throws KvKeyException if it is no usable key
     */
    public String idOf(Invocation call, Object key) {
        return scoped(required(text(text, key, site, attribute)), call, null);
    }

    /**
     * Returns the ids for a call whose {@code keys} are a collection or an array, each once; none if it is null.
     *
     * @param result the returned value, unwrapped from stage, {@code Mono} or {@code Optional}; null before the call
     * @throws KvKeyException if an element is no usable key
     * @throws KvExpressionException if keys or scope cannot be evaluated, or if there is something else than a collection
     */
    public Set<String> ids(Invocation call, @Nullable Object result) {
        Collection<?> keys = source == null ? List.of() : elements(source.value(call, result));
        Set<String> ids = new LinkedHashSet<>();
        String prefix = scope == null || keys.isEmpty() ? "" : scope.prefix(call, result);
        for (Object key : keys) {
            ids.add(prefix + Objects.requireNonNull(text(text, key, site, attribute)));
        }
        return ids;
    }

    private Collection<?> elements(@Nullable Object keys) {
        if (keys == null) {
            return List.of();
        }
        if (keys instanceof Collection<?> several) {
            return several;
        }
        if (KeysRules.isArray(keys.getClass())) {
            return Arrays.asList(ObjectUtils.toObjectArray(keys));
        }
        throw new KvExpressionException(
                site,
                attribute,
                expression,
                KvExpressionException.Reason.VALUE,
                "gave " + keys.getClass().getSimpleName() + " and not a collection or an array",
                null);
    }

    private @Nullable String idOrNull(Invocation call, @Nullable Object result) {
        String key = source == null ? KeyText.NOTHING : text(text, source.value(call, result), site, attribute);
        return key == null ? null : scoped(key, call, result);
    }

    private String scoped(String key, Invocation call, @Nullable Object result) {
        return scope == null ? key : scope.id(key, call, result);
    }

    /**
     * Returns the text of a value; null if the value, or a part of it, is missing. Errors name the site and the
     * attribute.
     */
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
