package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.support.Acknowledgment;
import reactor.core.publisher.Mono;

/** A listener that acknowledges by hand: what it is not called for is acknowledged in its stead. */
@Tag("slow")
class AcknowledgmentTest {

    /** Counts. */
    static final class Counting implements Acknowledgment {

        private final AtomicInteger times = new AtomicInteger();

        @Override
        public void acknowledge() {
            times.incrementAndGet();
        }
    }

    static class Listener {

        @DedupeEvent(name = "plain", key = "#id")
        public void on(String id, Acknowledgment acknowledgment) {
            if (id.equals("bad")) {
                throw new IllegalStateException("not handled");
            }
        }

        @DedupeEvent(name = "future", key = "#id")
        public CompletableFuture<Void> onLater(Acknowledgment acknowledgment, String id) {
            return CompletableFuture.completedFuture(null);
        }

        @DedupeEvent(name = "mono", key = "#id")
        public Mono<Void> onMono(String id, Acknowledgment acknowledgment) {
            return Mono.empty();
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
            .withPropertyValues("kv.store=memory")
            .withBean(Listener.class);

    @Test
    void duplicateIsAcknowledgedAndAFirstDeliveryIsLeftToTheListener() {
        runner.run(context -> {
            Listener listener = context.getBean(Listener.class);
            Counting counting = new Counting();
            listener.on("1", counting);
            listener.onLater(counting, "1").join();
            listener.onMono("1", counting).block();
            assertThat(counting.times).hasValue(0);
            listener.on("1", counting);
            assertThat(counting.times).hasValue(1);
            listener.onLater(counting, "1").join();
            assertThat(counting.times).hasValue(2);
            listener.onMono("1", counting).block();
            assertThat(counting.times).hasValue(3);
            listener.on("1", null);
        });
    }

    @Test
    void failedDeliveryIsNotAcknowledged() {
        runner.run(context -> {
            Listener listener = context.getBean(Listener.class);
            Counting counting = new Counting();
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(() -> listener.on("bad", counting)).hasMessage("not handled");
            }
            assertThat(counting.times).hasValue(0);
        });
    }
}
