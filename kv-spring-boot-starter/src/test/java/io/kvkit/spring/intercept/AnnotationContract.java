package io.kvkit.spring.intercept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kvkit.recipe.once.IdempotencyInProgressException;
import io.kvkit.recipe.once.IdempotencyKeyMissingException;
import io.kvkit.recipe.once.IdempotencyKeyReusedException;
import io.kvkit.recipe.ratelimit.RateLimitExceededException;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import io.kvkit.spring.intercept.Shop.Item;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import reactor.core.publisher.Mono;

/** What the annotations promise, on methods of every kind; held on every store. */
abstract class AnnotationContract {

    private final String id = UUID.randomUUID().toString();
    private final long number = Math.abs(id.hashCode()) + 1L;

    abstract ApplicationContextRunner on(ApplicationContextRunner runner);

    void run(Consumer<Shop> test) {
        on(new ApplicationContextRunner()
                        .withConfiguration(
                                AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                        .withPropertyValues("kv.key-prefix=" + id)
                        .withBean(Shop.class))
                .run(context -> test.accept(context.getBean(Shop.class)));
    }

    @Test
    void cachedResultsAnswerLaterCallsInEveryStyle() {
        run(shop -> {
            Item first = shop.item(number);
            assertThat(shop.item(number)).isEqualTo(first).isNotSameAs(first);
            assertThat(shop.itemStage(number).join())
                    .isEqualTo(shop.itemStage(number).join());
            assertThat(shop.itemMono(number).block())
                    .isEqualTo(shop.itemMono(number).block());
            assertThat(shop.items(number)).isEqualTo(shop.items(number));
            for (String method : List.of("item", "itemStage", "itemMono", "items")) {
                assertThat(shop.calls(method)).as(method).isOne();
            }
        });
    }

    @Test
    void emptyResultsAreResults() {
        run(shop -> {
            assertThat(shop.maybe(-1)).isEmpty();
            assertThat(shop.maybe(-1)).isEmpty();
            assertThat(shop.maybe(1)).isPresent();
            assertThat(shop.maybe(1)).contains(new Item(1, "maybe"));
            shop.makeSure(-1, "sure");
            assertThat(shop.maybe(-1)).contains(new Item(-1, "sure"));
            assertThat(shop.noMono(1).blockOptional()).isEmpty();
            assertThat(shop.noMono(1).blockOptional()).isEmpty();
            assertThat(shop.calls("maybe")).isEqualTo(2);
            assertThat(shop.calls("noMono")).isOne();
        });
    }

    @Test
    void conditionAndUnlessDecideWhatIsKept() {
        run(shop -> {
            for (int id : new int[] {0, 0, 1, 1, 2, 2}) {
                assertThat(shop.picky(id)).isEqualTo(id);
            }
            assertThat(shop.calls("picky")).isEqualTo(2 + 1 + 2);
        });
    }

    @Test
    void monoIsDecidedAtEachSubscription() {
        run(shop -> {
            Mono<Item> mono = shop.itemMono(number);
            assertThat(shop.calls("itemMono")).isZero();
            assertThat(mono.block()).isEqualTo(mono.block());
            assertThat(shop.calls("itemMono")).isOne();
        });
    }

    @Test
    void oneOfManyCallsRunsTheMethod() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(64);
        run(shop -> {
            List<Future<String>> calls = IntStream.range(0, 64)
                    .mapToObj(i -> threads.submit(() -> shop.slow(1, () -> {
                        open.await();
                        return "done";
                    })))
                    .toList();
            open.countDown();
            assertThat(calls).allSatisfy(call -> assertThat(call.get()).isEqualTo("done"));
            assertThat(shop.calls("slow")).isOne();
        });
        threads.shutdownNow();
    }

    @Test
    void invalidationsAndUpdatesActWhenTheMethodHasReturned() {
        run(shop -> {
            Item old = shop.item(number);
            assertThatThrownBy(() -> shop.changeAndFail(number)).hasMessage("not changed");
            assertThat(shop.item(number)).isEqualTo(old);
            shop.change(number);
            Item second = shop.item(number);
            assertThat(second).isNotEqualTo(old);
            shop.changeMono(number).block();
            assertThat(shop.item(number)).isNotEqualTo(second);
            assertThatThrownBy(() -> shop.clearAndFail(number)).hasMessage("not changed");
            assertThat(shop.item(number).name()).isEqualTo("item-4");
            shop.rename(number, "renamed");
            assertThat(shop.item(number).name()).isEqualTo("renamed");
        });
    }

    @Test
    void idempotentCallsRunOnceInEveryStyle() {
        run(shop -> {
            assertThat(unchecked(() -> shop.pay(id, () -> "one")))
                    .isEqualTo(unchecked(() -> shop.pay(id, () -> "two")));
            assertThat(join(shop.payStage(id, () -> "one"))).isEqualTo(join(shop.payStage(id, () -> "two")));
            assertThat(shop.payMono(id, () -> "one").block())
                    .isEqualTo(shop.payMono(id, () -> "two").block());
            for (String method : List.of("pay", "payStage", "payMono")) {
                assertThat(shop.calls(method)).as(method).isOne();
            }
        });
    }

    @Test
    void failedCallLeavesTheKeyFreeAndItsExceptionUnchanged() {
        run(shop -> {
            IllegalStateException failure = new IllegalStateException("declined");
            assertThatThrownBy(() -> shop.pay(id, () -> {
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThat(unchecked(() -> shop.pay(id, () -> "paid")).name()).isEqualTo("paid");
            assertThatThrownBy(() -> shop.payMono(id, () -> {
                                throw failure;
                            })
                            .block())
                    .isSameAs(failure);
            assertThat(shop.payMono(id, () -> "paid").block().name()).isEqualTo("paid");
        });
    }

    @Test
    void callWithTheKeyOfARunningOneIsRefused() {
        run(shop -> {
            Item done = unchecked(() -> shop.pay(id, () -> {
                assertThatThrownBy(() -> shop.pay(id, () -> "second"))
                        .isInstanceOf(IdempotencyInProgressException.class);
                return "first";
            }));
            assertThat(done.name()).isEqualTo("first");
        });
    }

    @Test
    void keyOfAnotherRequestIsRefusedAndAMissingOneToo() {
        run(shop -> {
            assertThat(shop.guarded(id, 1)).isEqualTo(shop.guarded(id, 1));
            assertThatThrownBy(() -> shop.guarded(id, 2)).isInstanceOf(IdempotencyKeyReusedException.class);
            assertThatThrownBy(() -> shop.guarded(null, 2)).isInstanceOf(IdempotencyKeyMissingException.class);
        });
    }

    @Test
    void limitHoldsInEveryStyle() {
        run(shop -> {
            refuses(() -> shop.quote(id));
            refuses(() -> join(shop.quoteStage(id)));
            refuses(() -> shop.quoteMono(id).block());
            refuses(() -> shop.quoteFlux(id).collectList().block());
            for (String method : List.of("quote", "quoteStage", "quoteMono", "quoteFlux")) {
                assertThat(shop.calls(method)).as(method).isEqualTo(2);
            }
            assertThat(shop.quote("another")).startsWith("quote");
        });
    }

    @Test
    void fallbackAnswersRefusedCalls() {
        run(shop -> {
            assertThat(shop.withFallback("ada")).isEqualTo("fresh");
            assertThat(shop.withFallback("ada")).isEqualTo("stale for ada");
            assertThat(shop.monoFallback("ada").block()).isEqualTo("fresh");
            assertThat(shop.monoFallback("ada").block()).isEqualTo("stale for ada");
        });
    }

    @Test
    void fallbackDoesNotAnswerForALimitWhoseNameBeginsWithItsOwn() {
        run(shop -> {
            assertThat(shop.mail("ada")).isEqualTo("sent");
            assertThatThrownBy(() -> shop.mail("ada")).isInstanceOf(RateLimitExceededException.class);
        });
    }

    @Test
    void severalKeysAreChargedTogetherOrNotAtAll() {
        run(shop -> {
            shop.twoKeys("ada");
            shop.twoKeys("bob");
            for (int i = 0; i < 20; i++) {
                assertThatThrownBy(() -> shop.twoKeys("ada"))
                        .isInstanceOfSatisfying(
                                RateLimitExceededException.class,
                                refusal -> assertThat(refusal.result().violated())
                                        .extracting("name")
                                        .containsExactly("all"));
            }
        });
    }

    @Test
    void bandsAreDecidedTogether() {
        run(shop -> {
            shop.banded();
            shop.banded();
            assertThatThrownBy(shop::banded)
                    .isInstanceOfSatisfying(
                            RateLimitExceededException.class,
                            refusal -> assertThat(refusal.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(30)));
        });
    }

    @Test
    void eventIsHandledOnceInEveryStyle() {
        run(shop -> {
            assertThat(unchecked(() -> shop.event(id, () -> "handled"))).isEqualTo("handled");
            assertThat(unchecked(() -> shop.event(id, () -> "again"))).isNull();
            assertThat(shop.eventStage(id).join()).isEqualTo("handled 1");
            assertThat(shop.eventStage(id).join()).isEqualTo("duplicate of " + id);
            assertThat(shop.eventMono(id).block()).isEqualTo("handled 1");
            assertThat(shop.eventMono(id).blockOptional()).isEmpty();
        });
    }

    @Test
    void failedEventIsHandledAgain() {
        run(shop -> {
            assertThatThrownBy(() -> shop.event(id, () -> {
                        throw new IllegalStateException("broken");
                    }))
                    .hasMessage("broken");
            assertThat(unchecked(() -> shop.event(id, () -> "handled"))).isEqualTo("handled");
            assertThat(shop.calls("event")).isEqualTo(2);
        });
    }

    @Test
    void deliveryOfAnEventInHandlingWaitsForItsEnd() {
        run(shop -> {
            CountDownLatch open = new CountDownLatch(1);
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> unchecked(() -> shop.event(id, () -> {
                begun.countDown();
                open.await();
                return "handled";
            })));
            unchecked(() -> {
                begun.await();
                return null;
            });
            CompletableFuture<String> second =
                    CompletableFuture.supplyAsync(() -> unchecked(() -> shop.event(id, () -> "again")));
            open.countDown();
            assertThat(first.join()).isEqualTo("handled");
            assertThat(second.join()).isNull();
            assertThat(shop.calls("event")).isOne();
        });
    }

    static void refuses(Runnable call) {
        call.run();
        call.run();
        assertThatThrownBy(call::run).isInstanceOf(RateLimitExceededException.class);
    }

    static <T> T join(java.util.concurrent.CompletionStage<T> stage) {
        return io.kvkit.call.Failures.join(stage);
    }

    static <T> T unchecked(java.util.concurrent.Callable<T> call) {
        try {
            return call.call();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
