package io.kvkit.spring.idempotent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.recipe.once.EventInProgressException;
import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.once.IdempotencyKeyReusedException;
import io.kvkit.recipe.once.IdempotencyOutcomeUnknownException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionSystemException;

/** What calls that run once promise inside transactions of a database; held on every store. */
abstract class OnceTransactionContract extends TransactionalShop {

    @Test
    void callInATransactionThatRollsBackRunsAgain() {
        run(shop -> {
            shop.rollBack(() -> shop.place("1"));
            assertThat(shop.orders().rows("1")).isZero();
            assertThat(shop.place("1")).isEqualTo("placed 1");
            assertThat(shop.place("1")).isEqualTo("placed 1");
            assertThat(shop.orders().rows("1")).isOne();
        });
    }

    @Test
    void eventInATransactionThatRollsBackIsHandledAgain() {
        run(shop -> {
            shop.rollBack(() -> shop.orders().on("1"));
            assertThat(shop.commit(() -> shop.orders().on("1"))).isEqualTo("placed 1");
            assertThat(shop.orders().on("1")).isEqualTo("duplicate");
            assertThat(shop.orders().rows("1")).isOne();
        });
    }

    @Test
    void callIsInProgressUntilTheCommitAndDoneAfterIt() {
        run(shop -> {
            shop.commit(() -> {
                shop.place("1");
                assertThatExceptionOfType(CompletionException.class)
                        .isThrownBy(() -> Shop.apart(() -> shop.place("1")))
                        .withCauseInstanceOf(IdempotencyInProgressException.class);
                return true;
            });
            assertThat(shop.place("1")).isEqualTo("placed 1");
            assertThat(shop.orders().rows("1")).isOne();
        });
    }

    @Test
    void secondCallInTheSameTransactionIsADuplicateOfTheFirst() {
        run(shop -> {
            shop.commit(() -> {
                assertThat(shop.place("1")).isEqualTo("placed 1");
                assertThat(shop.place("1")).isEqualTo("placed 1");
                assertThatExceptionOfType(IdempotencyKeyReusedException.class)
                        .isThrownBy(() -> shop.orders().place("1", "other terms"));
                assertThat(shop.orders().on("2")).isEqualTo("placed 2");
                return assertThat(shop.orders().on("2")).isEqualTo("duplicate");
            });
            assertThat(shop.orders().rows("1") + shop.orders().rows("2")).isEqualTo(2);
        });
    }

    @Test
    void commitThatFailsWithoutAnAnswerHoldsTheKey() {
        run(shop -> {
            shop.manager().loses.set(true);
            assertThatThrownBy(() -> shop.commit(() -> shop.place("1"))).isInstanceOf(TransactionSystemException.class);
            assertThatExceptionOfType(IdempotencyOutcomeUnknownException.class).isThrownBy(() -> shop.place("1"));
        });
    }

    @Test
    void methodInATransactionOfItsOwnIsDoneWhateverBecomesOfTheOuterOne() {
        run(shop -> {
            shop.rollBack(() -> shop.orders().placeApart("1"));
            assertThat(shop.orders().placeApart("1")).isEqualTo("placed 1");
            assertThat(shop.orders().rows("1")).isOne();
        });
    }

    @Test
    void threadThatHoldsAResultDoesNotWaitForItself() {
        run(shop -> {
            shop.commit(() -> {
                shop.orders().on("1");
                assertThatExceptionOfType(EventInProgressException.class)
                        .isThrownBy(() -> shop.orders().onApart("1"));
                assertThatExceptionOfType(EventInProgressException.class)
                        .isThrownBy(() -> shop.in(TransactionDefinition.PROPAGATION_REQUIRES_NEW)
                                .execute(status -> shop.orders().on("1")));
                return true;
            });
            assertThat(shop.orders().onApart("1")).isEqualTo("duplicate");
            assertThat(shop.orders().rows("1")).isOne();
        });
    }

    @Test
    void transactionOfItsOwnAroundACallEndsForItself() {
        run(shop -> {
            shop.rollBack(() ->
                    shop.in(TransactionDefinition.PROPAGATION_REQUIRES_NEW).execute(status -> shop.place("1")));
            shop.commit(() -> {
                shop.rollBack(TransactionDefinition.PROPAGATION_REQUIRES_NEW, () -> shop.place("2"));
                return true;
            });
            shop.place("1");
            shop.place("2");
            assertThat(shop.orders().rows("1")).isOne();
            assertThat(shop.orders().rows("2")).isOne();
        });
    }

    @Test
    void onlyCallsAfterASavepointAreUndoneWithIt() {
        run(shop -> {
            shop.commit(() -> {
                shop.place("before");
                shop.rollBack(TransactionDefinition.PROPAGATION_NESTED, () -> shop.place("inside"));
                return shop.place("after");
            });
            shop.place("before");
            shop.place("inside");
            shop.place("after");
            assertThat(shop.orders().rows("before")).isOne();
            assertThat(shop.orders().rows("inside")).isOne();
            assertThat(shop.orders().rows("after")).isOne();
        });
    }

    @Test
    void firstCallOfATransactionIsUndoneWithTheSavepointBeforeIt() {
        run(shop -> {
            shop.commit(() -> {
                shop.rollBack(TransactionDefinition.PROPAGATION_NESTED, () -> shop.place("inside"));
                return true;
            });
            shop.place("inside");
            assertThat(shop.orders().rows("inside")).isOne();
        });
    }

    @Test
    void replayOpensNoTransaction() {
        run(shop -> {
            shop.orders().placeInside("1");
            int begun = shop.manager().begun.get();
            assertThat(shop.orders().placeInside("1")).isEqualTo("placed 1");
            assertThat(begun).isOne();
            assertThat(shop.manager().begun).hasValue(begun);
        });
    }
}
