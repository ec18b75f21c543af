package io.kvkit.spring.idempotent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.call.Timer;
import io.kvkit.claim.ClaimRequest;
import io.kvkit.claim.Claims;
import io.kvkit.recipe.Area;
import io.kvkit.recipe.once.AbandonedCall;
import io.kvkit.recipe.once.IdempotencyContext;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.once.IdempotencyOutcomeUnknownException;
import io.kvkit.recipe.once.IdempotencyParkedException;
import io.kvkit.recipe.once.OutcomeUnknownException;
import io.kvkit.recipe.once.Reconciler;
import io.kvkit.recipe.once.Reconciliation;
import io.kvkit.spring.ParkedEvent;
import io.kvkit.spring.ParkedEventHandler;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.store.KvStore;
import io.kvkit.tck.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import reactor.core.publisher.Mono;

/** Methods that know their attempt, hold their keys, are reconciled, or are parked; held on every store. */
abstract class ContextContract {

    private final String id = UUID.randomUUID().toString();

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    /** The ways in which a method returns. */
    enum Style {
        PLAIN((bank, order) -> bank.plain(order, null)),
        STAGE((bank, order) -> bank.stage(null, order).join()),
        MONO((bank, order) -> String.valueOf(bank.mono(order, null).block()));

        private final BiFunction<Bank, String, String> pay;

        Style(BiFunction<Bank, String, String> pay) {
            this.pay = pay;
        }
    }

    static class Bank {

        private final List<IdempotencyContext> seen = new CopyOnWriteArrayList<>();
        private final List<String> effects = new CopyOnWriteArrayList<>();

        List<IdempotencyContext> seen() {
            return seen;
        }

        List<String> effects() {
            return effects;
        }

        private String pay(String order, IdempotencyContext context) {
            seen.add(context);
            String charge = context.step("charge", String.class, () -> {
                effects.add("charge " + context.downstreamKey("charge"));
                return "charged " + order;
            });
            if (context.attempt() == 1) {
                throw new IllegalStateException("crashed");
            }
            return charge + " and booked";
        }

        @Idempotent(name = "plain", key = "#order")
        public String plain(String order, IdempotencyContext context) {
            return pay(order, context);
        }

        @Idempotent(name = "stage", key = "#p1")
        public CompletableFuture<String> stage(IdempotencyContext context, String order) {
            return CompletableFuture.supplyAsync(() -> pay(order, context));
        }

        @Idempotent(name = "mono", key = "#order")
        public Mono<String> mono(String order, IdempotencyContext context) {
            return Mono.fromSupplier(() -> pay(order, context));
        }

        @Idempotent(name = "off", key = "#order")
        public String off(String order, IdempotencyContext context) {
            return context.downstreamKey("any");
        }

        @Idempotent(name = "keyless", key = "#order", keyRequired = Idempotent.KeyRequired.NO)
        public String keyless(String order, IdempotencyContext context) {
            return context.attempt() + " " + context.fence();
        }

        @Idempotent(name = "held", key = "#order", onAbandoned = Idempotent.Abandoned.HOLD)
        public String held(String order) {
            effects.add(order);
            throw new OutcomeUnknownException("no answer");
        }

        @Idempotent(name = "parked", key = "#order", maxAttempts = 2)
        public String parked(String order) {
            effects.add(order);
            throw new IllegalStateException("broken");
        }

        @Idempotent(name = "reconciled", key = "#order", onAbandoned = Idempotent.Abandoned.HOLD)
        public String reconciled(String order, int amount) {
            effects.add(order);
            return "paid by the method";
        }

        @DedupeEvent(name = "poison", key = "#event", maxAttempts = 2, duplicateResult = "'skipped'")
        public String poison(String event, IdempotencyContext context) {
            effects.add(event + " " + context.attempt());
            throw new IllegalStateException("broken");
        }
    }

    static class Ledger implements Reconciler {

        private final List<AbandonedCall> asked = new CopyOnWriteArrayList<>();

        @Override
        public boolean knows(String name) {
            return name.equals("reconciled");
        }

        @Override
        public Reconciliation reconcile(AbandonedCall call) {
            asked.add(call);
            return Reconciliation.done("paid by somebody");
        }
    }

    static class DeadLetters implements ParkedEventHandler {

        private final List<ParkedEvent> parked = new CopyOnWriteArrayList<>();

        @Override
        public void onParked(ParkedEvent event) {
            parked.add(event);
        }
    }

    private ApplicationContextRunner runner() {
        return on(new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.key-prefix=" + id, "kv.idempotency.operations.off.enabled=false"));
    }

    private void bank(BiConsumer<ApplicationContext, Bank> test) {
        runner().withBean(Bank.class)
                .withBean(Ledger.class)
                .withBean(DeadLetters.class)
                .run(context -> test.accept(context, context.getBean(Bank.class)));
    }

    /** A call whose process died: its claim, whose lease ends at once. */
    private void abandon(ApplicationContext context, String name, String order) {
        var claims = new Claims(context.getBean(KvStore.class), context.getBean(Timer.class));
        var request = ClaimRequest.create(null, Duration.ofMillis(1), Duration.ofHours(1));
        claims.claim(Area.IDEMPOTENCY.namespace(id, name).key(order), request)
                .toCompletableFuture()
                .join();
    }

    @ParameterizedTest
    @EnumSource
    void secondAttemptDoesOnlyTheMissingSteps(Style style) {
        bank((context, bank) -> {
            assertThatThrownBy(() -> style.pay.apply(bank, id)).hasMessageContaining("crashed");
            assertThat(style.pay.apply(bank, id)).isEqualTo("charged " + id + " and booked");
            assertThat(style.pay.apply(bank, id)).isEqualTo("charged " + id + " and booked");
            assertThat(bank.effects()).hasSize(1);
            assertThat(bank.seen()).extracting(IdempotencyContext::attempt).containsExactly(1, 2);
            assertThat(bank.seen().get(1).fence())
                    .isGreaterThan(bank.seen().get(0).fence());
        });
    }

    @Test
    void callWithoutProtectionHasAContextToo() {
        bank((context, bank) -> {
            assertThat(bank.off("order", null)).isNotEqualTo(bank.off("order", null));
            assertThat(bank.keyless(null, null)).isEqualTo("1 0");
            assertThat(bank.keyless("order", null)).startsWith("1 ").isNotEqualTo("1 0");
        });
    }

    @Test
    void unknownOutcomeAndAbandonedCallAreHeld() {
        bank((context, bank) -> {
            assertThatThrownBy(() -> bank.held("one")).isInstanceOf(OutcomeUnknownException.class);
            assertThatThrownBy(() -> bank.held("one")).isInstanceOf(IdempotencyOutcomeUnknownException.class);
            abandon(context, "held", "two");
            Eventually.until(
                    () -> catchThrowable(() -> bank.held("two")) instanceof IdempotencyOutcomeUnknownException);
            assertThat(bank.effects()).containsExactly("one");
        });
    }

    @Test
    void reconcilerOfTheNameIsAsked() {
        bank((context, bank) -> {
            abandon(context, "reconciled", "one");
            Eventually.until(
                    () -> !(catchThrowable(() -> bank.reconciled("one", 5)) instanceof IdempotencyInProgressException));
            assertThat(bank.reconciled("one", 5)).isEqualTo("paid by somebody");
            assertThat(bank.reconciled("two", 5)).isEqualTo("paid by the method");
            Ledger ledger = context.getBean(Ledger.class);
            assertThat(ledger.asked).singleElement().satisfies(asked -> {
                assertThat(asked.arguments()).containsExactly("one", 5);
                assertThat(asked.context().attempt()).isEqualTo(2);
            });
        });
    }

    @Test
    void keyIsParkedAfterItsLastAttempt() {
        bank((context, bank) -> {
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(() -> bank.parked("one")).hasMessage("broken");
            }
            assertThatThrownBy(() -> bank.parked("one")).isInstanceOf(IdempotencyParkedException.class);
            assertThat(bank.effects()).hasSize(2);
        });
    }

    @Test
    void poisonEventIsSkippedAndHandedOver() {
        bank((context, bank) -> {
            for (int attempt = 1; attempt <= 2; attempt++) {
                assertThatThrownBy(() -> bank.poison("one", null)).hasMessage("broken");
            }
            assertThat(bank.poison("one", null)).isEqualTo("skipped");
            assertThat(bank.effects()).containsExactly("one 1", "one 2");
            assertThat(context.getBean(DeadLetters.class).parked)
                    .singleElement()
                    .satisfies(parked -> {
                        assertThat(parked.consumer()).isEqualTo("poison");
                        assertThat(parked.attempts()).isEqualTo(2);
                        assertThat(parked.arguments()).containsExactly("one", null);
                    });
        });
    }

    static class TwoContexts {

        @Idempotent(name = "two", key = "#order")
        public void pay(String order, IdempotencyContext one, IdempotencyContext two) {}
    }

    static class InTheKey {

        @Idempotent(name = "in-the-key", key = "#context")
        public void pay(String order, IdempotencyContext context) {}
    }

    static class TooMany {

        @Idempotent(name = "too-many", key = "#order", maxAttempts = 70_000)
        public void pay(String order) {}
    }

    static class ShortRun {

        @Idempotent(name = "short-run", key = "#order", lease = "1m", maxRunTime = "10s")
        public void pay(String order) {}
    }

    private String failure(Class<?> mistake) {
        StringBuilder message = new StringBuilder();
        runner().withBean(mistake)
                .run(context -> message.append(context.getStartupFailure().getMessage()));
        return message.toString();
    }

    @Test
    void mistakesFailStartup() {
        assertThat(failure(TwoContexts.class)).contains("2 arguments of the type IdempotencyContext");
        assertThat(failure(InTheKey.class)).contains("comes from kvkit, and not from the caller");
        assertThat(failure(TooMany.class)).contains("out of range");
        assertThat(failure(ShortRun.class)).contains("it is shorter than the lease");
    }
}
