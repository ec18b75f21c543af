package io.kvkit.spring.operation.key;

import io.kvkit.spring.KvExpressionException;
import io.kvkit.spring.KvKeyException;
import io.kvkit.spring.KvKeyException.Reason;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.text.KeyText;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.ObjectUtils;

/**
 * The compiled {@code tags} of an annotation. A collection or an array is several tags; null and blank are none. Equal
 * values are the same tag, as they are the same key. Immutable and safe for use by several threads.
 */
public final class TagPlan {

    private final OperationSite site;
    private final List<Source> sources;
    private final KeyText text;

    /** One expression, and whether it reads the result. */
    record Source(ValuePlan plan, boolean ofResult) {}

    TagPlan(OperationSite site, List<Source> sources, KeyText text) {
        this.site = site;
        this.sources = sources;
        this.text = text;
    }

    /** Returns whether the annotation has no tags. */
    public boolean isEmpty() {
        return sources.isEmpty();
    }

    /**
     * Returns the tags for a call.
     *
     * @param result the returned value, unwrapped from stage, {@code Mono} or {@code Optional}; null before the call
     * @throws KvKeyException if a value cannot be a tag
     * @throws KvExpressionException if an expression cannot be evaluated
     */
    public Collection<String> of(Invocation call, @Nullable Object result) {
        return of(sources, call, result);
    }

    /** Returns the tags for a call whose result is null: those of the expressions that do not read it. */
    public Collection<String> ofNull(Invocation call) {
        return of(sources.stream().filter(source -> !source.ofResult).toList(), call, null);
    }

    private Collection<String> of(List<Source> sources, Invocation call, @Nullable Object result) {
        Set<String> tags = new LinkedHashSet<>();
        for (Source source : sources) {
            for (Object value : values(refused(source.plan.value(call, result)))) {
                String tag = KeyPlan.text(text, value, site, "tags");
                if (tag != null) {
                    tags.add(tag);
                }
            }
        }
        return tags;
    }

    // Its keys may be the tags, or its values, or its entries.
    private @Nullable Object refused(@Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            throw new KvKeyException(
                    Reason.UNSUPPORTED, site, "tags", "it is a map. Write what the tags are, as in #map.keySet()");
        }
        return value;
    }

    private static Collection<?> values(@Nullable Object value) {
        if (value instanceof Collection<?> several) {
            return several;
        }
        if (ObjectUtils.isArray(value)) {
            return List.of(ObjectUtils.toObjectArray(value));
        }
        List<@Nullable Object> one = new ArrayList<>(1);
        one.add(value);
        return one;
    }
}
