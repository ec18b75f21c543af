package io.kvkit.spring.idempotent;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.KvClient;
import io.kvkit.annotation.Idempotent;
import io.kvkit.call.Failures;
import io.kvkit.codec.KvKeyring;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.IdempotencyOutcomeUnknownException;
import io.kvkit.recipe.once.IdempotencyResultNotRetainedException;
import io.kvkit.recipe.once.OutcomeUnknownException;
import io.kvkit.spring.autoconfigure.Contexts;
import io.kvkit.spring.autoconfigure.LogCapture;
import io.kvkit.store.Key;
import io.kvkit.store.KvStore;
import io.kvkit.store.Ttl;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Mono;

/** Sealed operations of every way to return: what is stored shows nothing, and only what they sealed is read. */
abstract class SealedContract {

    private static final String CANARY = "canary-4711";

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    record Receipt(String account, int attempt) {}

    enum Style {
        PLAIN((bank, order) -> bank.plain(order, null)),
        STAGE((bank, order) -> Failures.join(bank.stage(order, null))),
        MONO((bank, order) -> bank.mono(order, null).block());

        private final BiFunction<Bank, String, Receipt> pay;

        Style(BiFunction<Bank, String, Receipt> pay) {
            this.pay = pay;
        }

        String operation() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    static class Bank {

        private Receipt pay(IdempotencyContext context) {
            Receipt charged = context.step("charge", Receipt.class, () -> new Receipt(CANARY, context.attempt()));
            if (context.attempt() == 1) {
                throw new IllegalStateException("crashed");
            }
            return charged;
        }

        @Idempotent(name = "plain", key = "#order", sealed = true)
        public Receipt plain(String order, IdempotencyContext context) {
            return pay(context);
        }

        @Idempotent(name = "stage", key = "#order", sealed = true)
        public CompletableFuture<Receipt> stage(String order, IdempotencyContext context) {
            return CompletableFuture.supplyAsync(() -> pay(context));
        }

        @Idempotent(name = "mono", key = "#order", sealed = true)
        public Mono<Receipt> mono(String order, IdempotencyContext context) {
            return Mono.fromSupplier(() -> pay(context));
        }
    }

    private record Run(ApplicationContext context, Style style, String prefix) {

        Receipt pay(String order) {
            return style.pay.apply(context.getBean(Bank.class), order);
        }

        void crash(String order) {
            assertThatThrownBy(() -> pay(order)).hasMessageContaining("crashed");
        }

        Key key(String order) {
            return Area.IDEMPOTENCY.namespace(prefix, style.operation()).key(order);
        }

        byte[] record(String order) {
            return Failures.join(context.getBean(KvStore.class).get(key(order)));
        }

        void write(String order, byte[] record) {
            Failures.join(context.getBean(KvStore.class).set(key(order), record, Ttl.NONE));
        }

        void assertNotSeen(String order) {
            assertThat(new String(record(order), ISO_8859_1)).doesNotContain(CANARY, "charge");
        }

        double count(String outcome) {
            return context.getBean(MeterRegistry.class)
                    .get("kv.idempotency")
                    .tags("name", style.operation(), "outcome", outcome)
                    .counter()
                    .count();
        }
    }

    private interface Case {
        void run(Run run) throws Exception;
    }

    private void run(Style style, Case test) {
        String secret = Base64.getEncoder().encodeToString(new byte[KvKeyring.SECRET_BYTES]);
        on(Contexts.bare())
                .withPropertyValues(
                        "kv.key-prefix=" + id, "kv.idempotency.keys[0].id=a", "kv.idempotency.keys[0].secret=" + secret)
                .withBean(Bank.class)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .run(context -> test.run(new Run(context, style, id)));
    }

    @ParameterizedTest
    @EnumSource
    void resultAndStepsAreReadAgainAndNotSeen(Style style) {
        run(style, run -> {
            run.crash("1");
            run.assertNotSeen("1");
            assertThat(run.pay("1")).isEqualTo(new Receipt(CANARY, 1));
            run.assertNotSeen("1");
            assertThat(run.pay("1")).isEqualTo(new Receipt(CANARY, 1));
            assertThat(run.context
                            .getBean(KvClient.class)
                            .operation(style.operation(), Receipt.class)
                            .get("1")
                            .response())
                    .isEqualTo(new Receipt(CANARY, 1));
        });
    }

    @ParameterizedTest
    @EnumSource
    void resultCopiedUnderAnotherKeyIsAnAlarmAndNotReplayed(Style style) {
        run(style, run -> {
            run.crash("1");
            run.pay("1");
            run.write("2", run.record("1"));
            try (LogCapture log = new LogCapture()) {
                assertThatThrownBy(() -> run.pay("2")).isInstanceOf(IdempotencyResultNotRetainedException.class);
                assertThat(log.text())
                        .contains("the sealed operation " + style.operation())
                        .doesNotContain(CANARY);
            }
            assertThat(run.count("seal-broken")).isOne();
            assertThat(run.count("not-retained")).isOne();
            assertThat(run.context.getBean(SimpleMeterRegistry.class).getMetersAsString())
                    .doesNotContain(CANARY);
        });
    }

    @ParameterizedTest
    @EnumSource
    void brokenSealOfStepsHoldsTheKey(Style style) {
        run(style, run -> {
            run.crash("1");
            byte[] record = run.record("1");
            run.write("2", record);
            assertThatThrownBy(() -> run.pay("2")).isInstanceOf(OutcomeUnknownException.class);
            assertThatThrownBy(() -> run.pay("2")).isInstanceOf(IdempotencyOutcomeUnknownException.class);
            byte[] damaged = Arrays.copyOf(record, record.length - 1);
            run.write("3", damaged);
            assertThatThrownBy(() -> run.pay("3")).isInstanceOf(OutcomeUnknownException.class);
            assertThat(run.count("seal-broken")).isEqualTo(2);
            assertThat(run.count("held")).isEqualTo(2);
        });
    }
}
