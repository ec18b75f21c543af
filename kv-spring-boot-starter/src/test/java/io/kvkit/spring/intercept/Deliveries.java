package io.kvkit.spring.intercept;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.DedupeEvent.Preset;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Payload;
import reactor.core.publisher.Mono;

/** Listeners whose events are known by what their transport delivers. */
class Deliveries {

    private final AtomicInteger handled = new AtomicInteger();

    int handled() {
        return handled.get();
    }

    @DedupeEvent(name = "by-key", preset = Preset.KAFKA_KEY)
    public void byKey(ConsumerRecord<String, String> delivered) {
        handled.incrementAndGet();
    }

    @DedupeEvent(name = "by-header", preset = Preset.HEADER, header = "event-id")
    public CompletableFuture<Void> byHeader(String payload, Message<?> message) {
        return CompletableFuture.runAsync(handled::incrementAndGet);
    }

    @DedupeEvent(name = "by-cloud-event", preset = Preset.CLOUDEVENTS)
    public Mono<Void> byCloudEvent(ConsumerRecord<String, String> delivered) {
        return Mono.fromRunnable(handled::incrementAndGet);
    }

    @DedupeEvent(name = "by-content", preset = Preset.CONTENT)
    public void byContent(@Nullable Map<String, Object> event, @Header("attempt") int attempt) {
        handled.incrementAndGet();
    }

    @DedupeEvent(name = "by-payload", preset = Preset.CONTENT)
    public void byPayload(String other, @Payload byte[] payload) {
        handled.incrementAndGet();
    }

    @DedupeEvent(name = "by-record", preset = Preset.CONTENT)
    public void byRecord(ConsumerRecord<String, String> delivered) {
        handled.incrementAndGet();
    }
}
