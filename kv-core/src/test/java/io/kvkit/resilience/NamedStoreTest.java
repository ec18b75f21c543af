package io.kvkit.resilience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kvkit.event.BreakerEvent;
import io.kvkit.event.KvEvent;
import io.kvkit.event.KvListeners;
import io.kvkit.event.StoreCallEvent;
import io.kvkit.store.KvException.Kind;
import io.kvkit.store.KvStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** An application with several stores learns which one fails. In virtual time. */
class NamedStoreTest extends Shielded {

    private final Logger logger = (Logger) LoggerFactory.getLogger(ResilientKvStore.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final List<KvEvent> events = new CopyOnWriteArrayList<>();
    private final Level before = logger.getLevel();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(lines);
        logger.setLevel(before);
    }

    @Test
    void eventsNameTheStore() {
        outage(puppet, "orders");
        assertThat(events.stream()
                        .map(event ->
                                event instanceof StoreCallEvent call ? call.store() : ((BreakerEvent) event).store())
                        .distinct())
                .containsExactly("orders");
        assertThat(events)
                .hasAtLeastOneElementOfType(StoreCallEvent.class)
                .hasAtLeastOneElementOfType(BreakerEvent.class);
    }

    @Test
    void logAndRefusalsNameTheStore() {
        KvStore store = outage(puppet, "orders");
        assertThat(failure(store.get(KEY)))
                .hasMessageContaining("the circuit breaker of the store \"orders\" is open; the store \"orders\" is");
        puppet.answer();
        time.advance(Duration.ofMinutes(1));
        assertThat(texts())
                .anyMatch(line -> line.startsWith("The store \"orders\" fails too often: the circuit breaker is open"))
                .anyMatch(line -> line.startsWith("The store \"orders\" answers again: the circuit breaker is closed"));
    }

    @Test
    void logNamesThePartAndItsStore() {
        DividedKvStore divided = new DividedKvStore("a", "b");
        divided.puppet("a").failWith(Kind.TRANSIENT);
        outage(divided, "orders");
        assertThat(texts())
                .anyMatch(line -> line.startsWith("Part a of the store \"orders\" fails too often: its circuit"));
    }

    @Test
    void onlyStoreNeedsNoNameInTheLog() {
        outage(puppet, ResilienceSettings.DEFAULT_NAME);
        assertThat(texts()).anyMatch(line -> line.startsWith("The store fails too often: the circuit breaker is open"));
        assertThat(events)
                .allMatch(event -> event instanceof StoreCallEvent call
                        ? call.store().equals("default")
                        : ((BreakerEvent) event).store().equals("default"));
    }

    @Test
    void nameIsNotBlank() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ResilienceSettings.of(TIMEOUT).withName(" "))
                .withMessage("The name of the store must not be blank");
    }

    private KvStore outage(KvStore failing, String name) {
        puppet.failWith(Kind.TRANSIENT);
        KvStore store = ResilientKvStore.around(
                failing, ResilienceSettings.of(TIMEOUT).withName(name), time, time, KvListeners.of(events::add));
        fail(store, 11);
        return store;
    }

    private List<String> texts() {
        return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
