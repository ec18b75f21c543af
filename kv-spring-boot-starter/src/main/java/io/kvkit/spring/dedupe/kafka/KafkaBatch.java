package io.kvkit.spring.dedupe.kafka;

import io.kvkit.recipe.once.batch.BatchForm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;

/**
 * One batch that Kafka delivered to a listener.
 *
 * @param arguments the arguments of the listener
 * @param position the position of the batch among them
 * @param events the events of the batch, in order
 */
public record KafkaBatch(@Nullable Object[] arguments, int position, List<@Nullable Object> events)
        implements BatchForm {

    @Override
    public @Nullable Object[] arguments(List<Integer> positions) {
        @Nullable Object[] narrowed = arguments.clone();
        List<@Nullable Object> some = new ArrayList<>(positions.size());
        positions.forEach(each -> some.add(events.get(each)));
        narrowed[position] = arguments[position] instanceof ConsumerRecords<?, ?> all ? records(all, some) : some;
        return narrowed;
    }

    // The records are those of the batch, so their types fit.
    @SuppressWarnings("unchecked")
    private static ConsumerRecords<?, ?> records(ConsumerRecords<?, ?> all, List<@Nullable Object> some) {
        Map<TopicPartition, List<ConsumerRecord<Object, Object>>> byPartition = new LinkedHashMap<>();
        for (Object each : some) {
            var one = (ConsumerRecord<Object, Object>) each;
            byPartition
                    .computeIfAbsent(new TopicPartition(one.topic(), one.partition()), first -> new ArrayList<>())
                    .add(one);
        }
        return new ConsumerRecords<>(byPartition, all.nextOffsets());
    }

    @Override
    public @Nullable Failed failed(Throwable failure, List<Integer> positions) {
        BatchListenerFailedException named = named(failure);
        if (named == null) {
            return null;
        }
        ConsumerRecord<?, ?> failed = named.getRecord();
        int index = failed == null ? named.getIndex() : index(failed, positions);
        if (index < 0 || index >= positions.size()) {
            return null;
        }
        return new Failed(positions.get(index), named.getCause() == null ? failure : named.getCause());
    }

    private static @Nullable BatchListenerFailedException named(Throwable failure) {
        Throwable each = failure;
        while (each != null && !(each instanceof BatchListenerFailedException)) {
            each = each.getCause();
        }
        return (BatchListenerFailedException) each;
    }

    private int index(ConsumerRecord<?, ?> failed, List<Integer> positions) {
        RecordPosition sought = RecordPosition.of(failed);
        for (int i = 0; i < positions.size(); i++) {
            if (sought.equals(RecordPosition.of(events.get(positions.get(i))))) {
                return i;
            }
        }
        return -1;
    }

    // A filter of the container may have removed records before the batch came here, so an index is the second choice.
    @Override
    public Throwable upTo(int end, Throwable cause) {
        ConsumerRecord<?, ?> delivered = delivered(events.get(end));
        if (RedeliveryBackOff.isUnhandled(cause)) {
            return delivered == null
                    ? new RecordNotHandledException(end, cause)
                    : new RecordNotHandledException(delivered, cause);
        }
        return delivered == null ? new RecordFailedException(end, cause) : new RecordFailedException(delivered, cause);
    }

    private static @Nullable ConsumerRecord<?, ?> delivered(@Nullable Object event) {
        if (event instanceof ConsumerRecord<?, ?> known) {
            return known;
        }
        RecordPosition position = RecordPosition.of(event);
        return position == null ? null : position.bare();
    }
}
