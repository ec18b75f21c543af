package io.kvkit.spring.dedupe.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.store.KvException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.kafka.listener.CommonMixedErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.FailedRecordProcessor;
import org.springframework.kafka.transaction.KafkaTransactionManager;
import org.springframework.util.backoff.BackOff;
import org.springframework.util.backoff.FixedBackOff;

class KafkaRedeliveryTest {

    private static final EventInProgressException IN_PROGRESS = new EventInProgressException(Duration.ofSeconds(1));
    private static final BackOff OWN = new FixedBackOff(7, 7);

    private final ConcurrentKafkaListenerContainerFactory<String, String> factory =
            new ConcurrentKafkaListenerContainerFactory<>();

    private ConcurrentKafkaListenerContainerFactory<String, String> processed() {
        new KafkaRedelivery().postProcessAfterInitialization(factory, "factory");
        return factory;
    }

    private static Object field(Object owner, String name) {
        return new DirectFieldAccessor(owner).getPropertyValue(name);
    }

    private static BackOff backOff(Object processor, Exception failure) {
        assertThat(processor).isInstanceOf(FailedRecordProcessor.class);
        return ((RedeliveryBackOff) field(processor, "userBackOffFunction"))
                .apply(new ConsumerRecord<>("t", 0, 0, "", ""), failure);
    }

    private static void redelivers(Object processor) {
        var unlimited = new FixedBackOff(1_000, FixedBackOff.UNLIMITED_ATTEMPTS);
        assertThat(backOff(processor, IN_PROGRESS)).usingRecursiveComparison().isEqualTo(unlimited);
        assertThat(backOff(processor, new BatchListenerFailedException("", IN_PROGRESS, 0)))
                .usingRecursiveComparison()
                .isEqualTo(unlimited);
        assertThat(backOff(processor, failed(KvException.Kind.TIMEOUT))).isNotNull();
        assertThat(backOff(processor, failed(KvException.Kind.PERMANENT))).isNull();
        assertThat(backOff(processor, new IllegalStateException())).isNull();
    }

    private static KvException failed(KvException.Kind kind) {
        return new KvException(kind, KvException.Outcome.UNKNOWN, "claim", null, "away", null);
    }

    @Test
    void containersWithoutAnErrorHandlerGetOne() {
        redelivers(field(processed(), "commonErrorHandler"));
        assertThat(field(factory, "afterRollbackProcessor")).isNull();
    }

    @Test
    void transactionsAreFollowedByTheSame() {
        var producers = new DefaultKafkaProducerFactory<>(Map.of());
        producers.setTransactionIdPrefix("t");
        factory.getContainerProperties().setKafkaAwareTransactionManager(new KafkaTransactionManager<>(producers));
        redelivers(field(processed(), "afterRollbackProcessor"));
        assertThat(field(factory, "commonErrorHandler")).isNull();
    }

    @Test
    void backOffOfTheApplicationDecidesAboutOtherExceptions() {
        var handler = new DefaultErrorHandler();
        handler.setBackOffFunction((delivered, failure) -> OWN);
        factory.setCommonErrorHandler(handler);
        processed();
        processed();
        assertThat(field(factory, "commonErrorHandler")).isSameAs(handler);
        assertThat(backOff(handler, new IllegalStateException())).isSameAs(OWN);
        assertThat(backOff(handler, IN_PROGRESS)).isNotSameAs(OWN);
        assertThat(((RedeliveryBackOff) field(handler, "userBackOffFunction")).others())
                .isNotInstanceOf(RedeliveryBackOff.class);
    }

    @Test
    void handlersWithinHandlersAreChanged() {
        var handler = new DefaultErrorHandler();
        factory.setCommonErrorHandler(new CommonMixedErrorHandler(handler, new CommonContainerStoppingErrorHandler()));
        processed();
        redelivers(handler);
    }

    @Test
    void anotherExceptionBeginsAnew() {
        var handler = new DefaultErrorHandler();
        handler.setResetStateOnExceptionChange(false);
        factory.setCommonErrorHandler(handler);
        processed();
        assertThat(field(field(handler, "failureTracker"), "resetStateOnExceptionChange"))
                .isEqualTo(true);
    }
}
