package io.kvkit.spring.dedupe;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.Declaration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the batches that listeners take. Those of Kafka are divided into their events; all others are refused, because one
 * key would turn a batch into one event.
 */
final class BatchRules {

    private final Declaration declaration;
    private final ListenerParameters parameters;
    private final List<Listener> listeners;

    private BatchRules(Declaration declaration) {
        this.declaration = declaration;
        this.parameters = new ListenerParameters(declaration.site());
        this.listeners = Listener.of(declaration.site());
    }

    /**
     * Returns the batch that a listener takes; null if it takes one event.
     *
     * @throws KvConfigurationException if its events cannot be told apart
     */
    static @Nullable BatchPlan read(Declaration declaration) {
        BatchRules rules = new BatchRules(declaration);
        if (!rules.listeners.isEmpty() && rules.listeners.stream().allMatch(rules::dividesBatches)) {
            return new KafkaBatchRules(declaration, rules.parameters).plan();
        }
        rules.listeners.forEach(rules::requireOneEvent);
        return null;
    }

    private boolean dividesBatches(Listener listener) {
        return listener.transport().equals(Transport.KAFKA)
                && !batch(listener).equals("false")
                && !parameters.ofKafka().isEmpty();
    }

    private void requireOneEvent(Listener listener) {
        String batch = batch(listener);
        if (batch.equals("true")) {
            throw refused(listener.shown("batch", "true") + " delivers a list of events");
        }
        String type = parameters.batch(listener.transport().takesLists() && !batch.equals("false"));
        if (type != null) {
            throw refused(listener.name() + " delivers a batch of events, as " + type);
        }
    }

    // Empty if the factory of the container decides.
    private String batch(Listener listener) {
        return declaration
                .attributes()
                .resolved("batch", listener.text("batch"))
                .toLowerCase(Locale.ROOT);
    }

    private KvConfigurationException refused(String problem) {
        String key = declaration.attributes().text("key");
        boolean keyed = !key.isEmpty();
        return declaration
                .site()
                .error(
                        keyed ? "key" : "preset",
                        keyed ? key : declaration.attributes().constant("preset", DedupeEvent.Preset.class),
                        problem + ", and one key would turn them into one event",
                        "Take one event at a time, and write batch = \"false\" where the listener has it");
    }
}
