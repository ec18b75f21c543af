package io.kvkit.spring.dedupe;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.Supertypes;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * Divides the batch of a Kafka listener into its events, and refuses listeners that cannot be called with some of them.
 *
 * @param declaration the annotation
 * @param parameters the parameters of the listener
 */
record KafkaBatchRules(Declaration declaration, ListenerParameters parameters) {

    private static final String RECORD = "org.apache.kafka.clients.consumer.ConsumerRecord";
    private static final String TAKE = "Take a list of messages or records, and no more than the Consumer beside it";

    BatchPlan plan() {
        List<Integer> positions = parameters.ofKafka();
        if (positions.size() > 1 || parameters.haveHeaderLists()) {
            throw declaration.refused(
                    "it takes several lists, and would get only some of the events in one of them", TAKE);
        }
        requireAcknowledgedByContainer();
        if (!declaration.returns().isVoid() || !declaration.returns().kind().isPlain()) {
            throw declaration.refused(
                    "it takes a batch and returns "
                            + declaration.returns().carrier().getSimpleName()
                            + ", from which the container does not learn which events failed",
                    "Return nothing, and throw a BatchListenerFailedException");
        }
        int position = positions.get(0);
        Parameters each = declaration.expressions().parameters().ofEach(position, event(parameters.type(position)));
        Declaration single = declaration.with(each, declaration.returns());
        requireKeyOfOne();
        return new BatchPlan(position, single);
    }

    private void requireAcknowledgedByContainer() {
        boolean byHand = Listener.of(declaration.site()).stream()
                .map(listener -> declaration
                        .attributes()
                        .resolved("ackMode", listener.text("ackMode"))
                        .toUpperCase(Locale.ROOT))
                .anyMatch(mode -> mode.startsWith("MANUAL"));
        if (byHand || parameters.acknowledge()) {
            throw declaration.refused(
                    "it acknowledges a batch of which it may get only some events",
                    "Let the container acknowledge, and throw a BatchListenerFailedException at the event that failed");
        }
    }

    private ResolvableType event(ResolvableType batch) {
        Class<?> type = batch.resolve(Object.class);
        if (Supertypes.include(type, List.of(ListenerParameters.RECORDS))) {
            Class<?> one = ClassUtils.resolveClassName(RECORD, type.getClassLoader());
            return ResolvableType.forClassWithGenerics(one, batch.getGenerics());
        }
        if (type != List.class && type != Collection.class
                || batch.getGeneric(0).resolve() == null) {
            throw declaration.refused("the type of the events in " + batch + " is not known", TAKE);
        }
        return batch.getGeneric(0);
    }

    private void requireKeyOfOne() {
        String key = declaration.attributes().text("key");
        if (!key.isEmpty() && !declaration.expressions().reads(key, Parameters.EACH)) {
            throw keyOfAll(key);
        }
    }

    private KvConfigurationException keyOfAll(String key) {
        return declaration
                .site()
                .error(
                        "key",
                        key,
                        "it is the same for all events of the batch",
                        "Use #each for one event, as in key = \"#each.id\"");
    }
}
