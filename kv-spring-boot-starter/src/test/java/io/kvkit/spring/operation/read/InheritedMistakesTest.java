package io.kvkit.spring.operation.read;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.spring.operation.Mistakes;
import io.kvkit.spring.operation.Refused;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.amqp.rabbit.annotation.RabbitListener;

/** Mistakes on an interface whose method is implemented by a superclass that does not know the interface. */
class InheritedMistakesTest {

    interface Finder {

        @Cached
        String find(String id);
    }

    static class Found {

        public String find(String id) {
            return id;
        }
    }

    interface WrongTtl {

        @Cached(ttl = "NaN")
        String find(String id);
    }

    @Refused("@Cached(ttl = \"NaN\") on HERE.find(String): it is not a duration. Write a number and a unit, as in 10s,"
            + " 5m or PT1H.")
    static class Wrong extends Found implements WrongTtl {}

    static class Closed {

        public final String find(String id) {
            return id;
        }
    }

    @Refused("@Cached on HERE.find(String): the method is final, so the annotation would do nothing. Remove final.")
    static class Final extends Closed implements Finder {}

    interface Events {

        @DedupeEvent(name = "none", key = "#p0")
        @RabbitListener(queues = "orders", ackMode = "NONE")
        void on(String event);
    }

    static class Handling {

        public void on(String event) {}
    }

    @Refused(
            "@DedupeEvent on HERE.on(String): @RabbitListener(ackMode = \"NONE\") acknowledges a delivery whatever its "
                    + "listener throws. Let the container acknowledge, with ackMode = \"AUTO\".")
    static class Listening extends Handling implements Events {}

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(InheritedMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
