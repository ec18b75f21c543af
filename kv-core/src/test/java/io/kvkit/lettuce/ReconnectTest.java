package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kvkit.tck.Connected;
import io.kvkit.tck.Eventually;
import io.kvkit.tck.FaultProxy;
import io.kvkit.tck.RedisServer;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/** Connections that open and are ended at once. */
@Tag("slow")
@Timeout(180)
class ReconnectTest {

    private static final int LOSSES = 10;

    @Test
    void pausesGrowWhileConnectionsOpenAndAreEndedAtOnce() {
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                LettuceKvStore store = open(proxy)) {
            long start = System.nanoTime();
            loseConnections(store, proxy);
            // 15 ms, 30 ms, 60 ms ... 750 ms at least lie between them.
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(2));
            Connected.await(store);
        }
    }

    @Test
    void logIsNotFloodedWhileConnectionsOpenAndAreEndedAtOnce() {
        Logger logger = (Logger) LoggerFactory.getLogger(LettuceKvStore.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        long start = System.nanoTime();
        try (RedisServer server = RedisServer.start();
                FaultProxy proxy = new FaultProxy(server.port());
                LettuceKvStore store = open(proxy)) {
            logger.addAppender(lines);
            loseConnections(store, proxy);
            long tens = 1 + Duration.ofNanos(System.nanoTime() - start).toSeconds() / 10;
            assertThat(lines.list.stream()
                            .filter(line -> line.getLevel().isGreaterOrEqual(Level.INFO))
                            .filter(line -> line.getFormattedMessage().contains(":" + proxy.port())))
                    .as("a line that it was lost and a line that it is back, in ten seconds")
                    .hasSizeBetween(1, (int) (2 * tens));
        } finally {
            logger.detachAppender(lines);
        }
    }

    private static void loseConnections(LettuceKvStore store, FaultProxy proxy) {
        for (long lost = store.connections().lost(), end = lost + LOSSES; lost < end; lost++) {
            long before = lost;
            Eventually.until(() -> store.connections().open() == 1);
            proxy.cut();
            Eventually.until(() -> store.connections().lost() > before);
        }
    }

    private static LettuceKvStore open(FaultProxy proxy) {
        LettuceKvStore store =
                new LettuceKvStore(LettuceSettings.ofUri(proxy.uri()).build());
        Connected.await(store);
        return store;
    }
}
