package io.kvkit.spring.dedupe;

import io.kvkit.recipe.once.OnceSettings;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.exchange.Exchange;
import io.kvkit.spring.operation.Area;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.expression.Condition;
import io.kvkit.spring.operation.expression.Invocation;
import io.kvkit.spring.operation.expression.ValuePlan;
import io.kvkit.spring.operation.key.KeyPlan;
import io.kvkit.spring.operation.type.ReturnShape;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A parsed {@code @DedupeEvent} annotation.
 *
 * @param site the place of the annotation
 * @param name the name of the consumer
 * @param named whether the annotation has a name
 * @param enabled whether duplicates are recognised
 * @param returns the shape of the return type
 * @param controller whether the method handles requests
 * @param origin where the events come from
 * @param key the identity of the event; only its scope if the origin finds the ids
 * @param condition whether an event is recorded; if not, it is handled unguarded
 * @param batch the argument that is a batch of events; null if one call is one event
 * @param settings the settings of the consumer
 * @param duplicateResult the result for a duplicate; null for null, or empty
 */
public record DedupeOperation(
        OperationSite site,
        String name,
        boolean named,
        boolean enabled,
        ReturnShape returns,
        boolean controller,
        Origin origin,
        KeyPlan key,
        Condition condition,
        @Nullable BatchPlan batch,
        OnceSettings settings,
        @Nullable ValuePlan duplicateResult)
        implements Operation {

    /**
     * Returns the id of the record of an event.
     *
     * @param exchange the request of the call; null if there is none
     */
    String id(Invocation call, @Nullable Exchange exchange) {
        EventSource source = origin.source();
        return source == null ? key.id(call) : key.idOf(call, source.id(call, exchange));
    }

    /** Returns whether calls are guarded: without duplicates to recognise, there may still be signatures to verify. */
    boolean guards() {
        return enabled || origin.signatures() != null;
    }

    /** Returns whether the body of a request is read as it was sent. */
    public boolean readsBody() {
        EventSource source = origin.source();
        return origin.signatures() != null || enabled && source != null && source.readsBody();
    }

    @Override
    public Area<?> area() {
        return DedupeArea.DEDUPE;
    }

    @Override
    public Map<String, String> traits() {
        return Map.of(
                "ttl", settings.ttl().toString(),
                "lease", settings.lease().toString(),
                "scope", key.scope(),
                "compactFor", Integer.toString(settings.compactFor()),
                "preset", String.valueOf(origin.preset()));
    }

    @Override
    public Ownership ownership() {
        return new Ownership(
                site.annotation() + " " + name, "so an event that one handled would be a duplicate to the other", true);
    }
}
