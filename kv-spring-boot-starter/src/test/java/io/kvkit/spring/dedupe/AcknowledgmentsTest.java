package io.kvkit.spring.dedupe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kvkit.spring.intercept.GuardedCall;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.amqp.core.AmqpAcknowledgment;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.ShareAcknowledgment;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.pulsar.listener.Acknowledgement;

/** Which argument acknowledges a delivery that the listener is not called for. */
class AcknowledgmentsTest {

    interface Listener {

        void kafka(String id, Acknowledgment acknowledgment);

        void share(String id, ShareAcknowledgment acknowledgment);

        void pulsar(Acknowledgement acknowledgement, String id);

        void message(Message<String> message);

        void headers(MessageHeaders headers);

        void map(Map<String, Object> headers);

        void amqp(org.springframework.amqp.core.Message message);

        void none(String id, List<String> more);
    }

    private final List<String> heard = new CopyOnWriteArrayList<>();

    private <A> A acknowledgment(Class<A> type) {
        return proxy(type, (self, method, arguments) -> {
            heard.add(method.getName());
            return null;
        });
    }

    private static <A> A proxy(Class<A> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static GuardedCall.Unmade delivery(String listener, @Nullable Object... arguments) {
        return Objects.requireNonNull(unmade(listener, arguments));
    }

    private static GuardedCall.@Nullable Unmade unmade(String listener, @Nullable Object... arguments) {
        return Acknowledgments.of(Arrays.stream(Listener.class.getMethods())
                        .filter(method -> method.getName().equals(listener))
                        .findFirst()
                        .orElseThrow())
                .of(arguments);
    }

    private void assertAcknowledges(GuardedCall.Unmade delivery) {
        heard.clear();
        delivery.answered();
        assertThat(heard).containsExactly("acknowledge");
    }

    @Test
    void anAcknowledgmentIsAnArgumentOrAHeader() {
        Acknowledgment kafka = acknowledgment(Acknowledgment.class);
        Map<String, Object> headers = Map.of("a", "x", "kafka_acknowledgment", kafka);
        assertAcknowledges(delivery("kafka", "1", kafka));
        assertAcknowledges(delivery("pulsar", acknowledgment(Acknowledgement.class), "1"));
        assertAcknowledges(delivery("headers", new MessageHeaders(headers)));
        assertAcknowledges(delivery("map", new MessageHeaders(headers)));
        assertAcknowledges(delivery(
                "message", MessageBuilder.withPayload("x").copyHeaders(headers).build()));
        MessageProperties properties = new MessageProperties();
        properties.setAmqpAcknowledgment(acknowledgment(AmqpAcknowledgment.class));
        assertAcknowledges(delivery("amqp", new org.springframework.amqp.core.Message(new byte[0], properties)));
    }

    @Test
    void withoutAnAcknowledgmentNothingHappens() {
        assertThat(unmade("none", "1", List.of())).isNull();
        for (GuardedCall.Unmade delivery : List.of(
                delivery("kafka", "1", null),
                delivery("message", MessageBuilder.withPayload("x").build()),
                delivery("map", Map.of("kafka_acknowledgment", acknowledgment(Acknowledgment.class))),
                delivery("amqp", new org.springframework.amqp.core.Message(new byte[0], new MessageProperties())))) {
            delivery.answered();
            IllegalStateException refusal = new IllegalStateException();
            assertThatIllegalStateException()
                    .isThrownBy(() -> delivery.refused(refusal))
                    .isSameAs(refusal);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void aRefusedDeliveryIsThrownBackOrGivenBack() throws Throwable {
        IllegalStateException refusal = new IllegalStateException();
        GuardedCall.Unmade kafka = delivery("kafka", "1", acknowledgment(Acknowledgment.class));
        assertThatIllegalStateException()
                .isThrownBy(() -> kafka.refused(refusal))
                .isSameAs(refusal);
        assertThat(heard).isEmpty();
        GuardedCall.Unmade pulsar = delivery("pulsar", acknowledgment(Acknowledgement.class), "1");
        assertThat(pulsar.refused(refusal)).isNull();
        GuardedCall.Unmade share = delivery("share", "1", acknowledgment(ShareAcknowledgment.class));
        assertThat(share.refused(refusal)).isNull();
        assertThat(heard).containsExactly("nack", "renew");
    }

    @Test
    void whatAnAcknowledgmentThrowsIsNotHidden() {
        IllegalArgumentException failure = new IllegalArgumentException("closed");
        Acknowledgment failing = proxy(Acknowledgment.class, (self, method, arguments) -> {
            throw failure;
        });
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> delivery("kafka", "1", failing).answered())
                .isSameAs(failure);
    }

    @Test
    void listenersThatMayAcknowledgeAreKnownByTheirArguments() {
        for (Class<?> type : List.of(
                Acknowledgment.class,
                Acknowledgement.class,
                ShareAcknowledgment.class,
                Message.class,
                MessageHeaders.class,
                org.springframework.amqp.core.Message.class)) {
            assertThat(ManualAcknowledgment.mayBeIn(type)).as(type.getName()).isTrue();
        }
        assertThat(ManualAcknowledgment.mayBeIn(String.class)).isFalse();
        assertThat(ManualAcknowledgment.mayBeIn(Map.class)).isFalse();
    }
}
