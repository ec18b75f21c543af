package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.recipe.once.InProgress;
import io.kvkit.recipe.once.OnStoreFailure;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.dedupe.DedupeOperation;
import io.kvkit.spring.idempotent.IdempotentOperation;
import io.kvkit.spring.operation.expression.ValuePlan;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;

class OnceOperationsTest {

    static class Listener {

        @DedupeEvent(key = "#event")
        public void on(String event) {}

        @DedupeEvent(name = "named", key = "#event", duplicateResult = "'again'", ttl = "1d", lease = "1m")
        public String answer(String event) {
            return event;
        }
    }

    @Controller
    static class Streamed {

        @Idempotent
        @GetMapping("/pay")
        public Flux<String> pay(String order) {
            return Flux.empty();
        }
    }

    @RestController
    static class Payments {

        @DedupeEvent(key = "#event")
        @GetMapping("/hook")
        public void hook(String event) {}

        @Idempotent
        @GetMapping("/pay")
        public String pay(String order) {
            return order;
        }

        @Idempotent(
                value = "transfer",
                key = "#order",
                fingerprint = "#order",
                keyRequired = Idempotent.KeyRequired.NO,
                onStoreFailure = Idempotent.StoreFailure.PROCEED)
        public String transfer(String order) {
            return order;
        }
    }

    @Test
    void listenersWaitAndControllersReject() {
        DedupeOperation listener =
                Objects.requireNonNull(Sources.operations(Listener.class, "on").only(DedupeOperation.class));
        assertThat(listener.settings().inProgress()).isEqualTo(InProgress.WAIT);
        assertThat(listener.settings().ttl()).isEqualTo(Duration.ofDays(7));
        assertThat(listener.settings().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(listener.settings().onStoreFailure()).isEqualTo(OnStoreFailure.FAIL);
        assertThat(listener.duplicateResult()).isNull();
        assertThat(Objects.requireNonNull(
                                Sources.operations(Payments.class, "hook").only(DedupeOperation.class))
                        .settings()
                        .inProgress())
                .isEqualTo(InProgress.REJECT);
    }

    @Test
    void aDuplicatesResultIsOfTheReturnType() {
        ValuePlan result = Objects.requireNonNull(Objects.requireNonNull(
                        Sources.operations(Listener.class, "answer").only(DedupeOperation.class))
                .duplicateResult());
        assertThat(result.value(Sources.call(Listener.class, "answer", "e"), null))
                .isEqualTo("again");
    }

    @Test
    void streamsOfControllersCannotBeReplayed() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Streamed.class))
                .withMessageEndingWith(
                        "it returns Flux, and a stream cannot be kept. Return a Mono of a list, for example with"
                                + " collectList().");
    }

    @Test
    void controllersTakeTheKeyFromTheHeaderAndOthersFromTheExpression() {
        IdempotentOperation pay =
                Objects.requireNonNull(Sources.operations(Payments.class, "pay").only(IdempotentOperation.class));
        assertThat(pay.controller()).isTrue();
        assertThat(pay.header()).isEqualTo("Idempotency-Key");
        assertThat(pay.keyRequired()).isTrue();
        assertThat(pay.key().scope()).isEqualTo("PRINCIPAL");
        assertThat(pay.fingerprint()).isNull();
        assertThat(pay.settings().ttl()).isEqualTo(Duration.ofHours(24));
        assertThat(pay.settings().lease()).isEqualTo(Duration.ofSeconds(30));
        assertThat(pay.settings().onStoreFailure()).isEqualTo(OnStoreFailure.FAIL);
        IdempotentOperation transfer = Objects.requireNonNull(
                Sources.operations(Payments.class, "transfer").only(IdempotentOperation.class));
        assertThat(transfer.controller()).isFalse();
        assertThat(transfer.header()).isNull();
        assertThat(transfer.keyRequired()).isFalse();
        assertThat(transfer.key().scope()).isEmpty();
        assertThat(transfer.settings().onStoreFailure()).isEqualTo(OnStoreFailure.PROCEED);
        assertThat(Objects.requireNonNull(transfer.fingerprint()).id(Sources.call(Payments.class, "transfer", "o")))
                .isEqualTo("o");
    }
}
