package io.kvkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import io.kvkit.store.KvException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.annotation.JsonSerialize;
import tools.jackson.databind.ser.std.StdSerializer;

/** That a client keeps what it was given, or says that it does not. */
abstract class KeptValuesContract extends ClientGroup {

    private static final String NUMBER = "4111111111111111";

    private final AtomicLong runs = new AtomicLong();

    /** Nothing of it is visible. */
    static final class Rate {

        private long amount;

        private Rate() {}

        Rate(long amount) {
            this.amount = amount;
        }

        long amount() {
            return amount;
        }
    }

    record Card(@JsonSerialize(using = Stars.class) String number) {}

    static final class Stars extends StdSerializer<String> {

        Stars() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator json, SerializationContext context) {
            json.writeString("****");
        }
    }

    private Supplier<Rate> rates() {
        return () -> new Rate(runs.incrementAndGet());
    }

    private Supplier<Card> cards() {
        return () -> new Card(NUMBER + runs.incrementAndGet());
    }

    @Test
    void valueThatWouldComeBackAsAnotherIsNotWritten() {
        assertThatExceptionOfType(KvException.class)
                .isThrownBy(() -> client.values(Rate.class).set("a", new Rate(1)))
                .matches(ClientGroup::isPermanent)
                .withMessageContaining("Rate has no visible property");
        assertThatExceptionOfType(KvException.class)
                .isThrownBy(() -> client.values(Card.class).set("a", new Card(NUMBER)))
                .matches(ClientGroup::isPermanent)
                .withMessageContaining("number of " + Card.class.getName())
                .withMessageNotContaining(NUMBER);
        assertThatThrownBy(() ->
                        client.values(new TypeRef<Map<String, Object>>() {}).set("a", Map.of("id", 1L)))
                .hasMessageContaining("java.lang.Long comes back as java.lang.Integer");
        assertThat(client.exists("a")).isFalse();
    }

    @Test
    void computedValueThatWouldComeBackAsAnotherIsComputedAgain() {
        assertThat(client.guardedGet("a", MINUTE, Rate.class, rates()).amount()).isEqualTo(1);
        assertThat(client.guardedGet("a", MINUTE, Rate.class, rates()).amount()).isEqualTo(2);
        assertThat(client.guardedGet("b", MINUTE, Card.class, cards()).number()).isEqualTo(NUMBER + 3);
        assertThat(client.guardedGet("b", MINUTE, Card.class, cards()).number()).isEqualTo(NUMBER + 4);
    }

    @Test
    void resultThatWouldComeBackAsAnotherIsNotReplayed() {
        client.idempotentExecute("a", Rate.class, rates());
        client.idempotentExecute("b", Card.class, cards());
        assertThatThrownBy(() -> client.idempotentExecute("a", Rate.class, rates()))
                .isInstanceOf(IdempotencyResultNotRetainedException.class);
        assertThatThrownBy(() -> client.idempotentExecute("b", Card.class, cards()))
                .isInstanceOf(IdempotencyResultNotRetainedException.class);
        assertThat(runs).hasValue(2);
    }

    @Test
    void reasonIsInTheLogOnce() {
        assertThat(logged(() -> {
                    client.guardedGet("a", MINUTE, Card.class, cards());
                    client.guardedGet("a", MINUTE, Card.class, cards());
                }))
                .singleElement(STRING)
                .contains("number of " + Card.class.getName())
                .doesNotContain(NUMBER);
        assertThat(logged(() -> {
                    client.idempotentExecute("a", Card.class, cards());
                    client.idempotentExecute("b", Card.class, cards());
                }))
                .singleElement(STRING)
                .contains("number of " + Card.class.getName())
                .doesNotContain(NUMBER);
    }

    private static List<String> logged(Runnable work) {
        Logger logger = (Logger) LoggerFactory.getLogger("io.kvkit");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        logger.addAppender(lines);
        try {
            work.run();
        } finally {
            logger.detachAppender(lines);
        }
        return lines.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.startsWith("Results of "))
                .toList();
    }

    @Test
    void nanosecondsOfATimestampAreKept() {
        Timestamp exact = Timestamp.from(Instant.parse("2026-02-28T10:15:30.123456789Z"));
        client.values(Timestamp.class).set("a", exact);
        assertThat(client.values(Timestamp.class).get("a")).isEqualTo(exact);
    }
}
