package io.kvkit.event;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kvkit.store.Key.Retention;
import io.kvkit.store.Namespace;
import io.kvkit.tck.VirtualTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class KvListenersTest {

    private static final KvEvent EVENT =
            new CacheEvent(Namespace.of("test", "cache", "products", Retention.EVICTABLE), CacheEvent.Outcome.HIT);

    private final VirtualTime time = new VirtualTime();
    private final List<KvEvent> heard = new CopyOnWriteArrayList<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(KvListener.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    @AfterEach
    void detach() {
        logger.detachAppender(lines);
    }

    @Test
    void everyListenerHearsEveryEventInOrder() {
        KvListeners.of(List.of(heard::add, heard::add)).tell(EVENT);
        assertThat(heard).containsExactly(EVENT, EVENT);
        assertThat(lines.list).isEmpty();
    }

    @Test
    void nobodyListens() {
        assertThat(KvListeners.NONE.isEmpty()).isTrue();
        assertThat(KvListeners.of(heard::add).isEmpty()).isFalse();
        KvListeners.NONE.tell(EVENT);
    }

    @Test
    void listenerThatThrowsKeepsNothingFromTheOthersNorReachesACaller() {
        KvListeners.of(List.of(KvListenersTest::fail, heard::add)).tell(EVENT);
        assertThat(heard).containsExactly(EVENT);
        assertThat(lines.list)
                .singleElement()
                .satisfies(line ->
                        assertThat(line.getThrowableProxy().getMessage()).isEqualTo("listener"));
    }

    @Test
    void failuresAreOneLineInTenSecondsAndNotOneEach() {
        KvListeners angry = new KvListeners(List.of(KvListenersTest::fail, KvListenersTest::fail), time);
        for (int i = 0; i < 10; i++) {
            angry.tell(EVENT);
        }
        assertThat(lines.list).hasSize(1);
        time.advance(Duration.ofSeconds(10));
        angry.tell(EVENT);
        assertThat(lines.list).hasSize(2);
    }

    private static void fail(KvEvent event) {
        throw new AssertionError("listener");
    }
}
