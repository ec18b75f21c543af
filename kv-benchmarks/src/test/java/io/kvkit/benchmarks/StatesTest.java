package io.kvkit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The states do what the benchmarks take for granted. */
@Tag("slow")
class StatesTest {

    private final FreshMemory memory = new FreshMemory();
    private final FreshKeys keys = new FreshKeys();

    @Test
    void cachedCallIsAHit() {
        assertThat(memory.shop.find(Running.PRODUCT)).isEqualTo(Product.sample(1));
        assertThat(memory.shop.loads()).isOne();
        memory.stop();
    }

    @Test
    void cachedCallThatWasNoHitFailsTheRun() {
        memory.shop.find(Running.PRODUCT + 1);
        assertThatThrownBy(memory::stop).hasMessageContaining("no hit");
    }

    @Test
    void paymentWithFreshKeyIsMadeAndForgottenAgain() {
        String key = keys.next();
        memory.shop.pay(key);
        memory.shop.pay(key);
        assertThat(memory.shop.payments()).isEqualTo(2);
        memory.forget();
        memory.shop.pay(key);
        assertThat(memory.shop.payments()).isEqualTo(3);
        memory.stop();
    }

    @Test
    void limitIsNotReached() {
        assertThat(memory.take().allowed()).isTrue();
        assertThat(memory.take().remaining()).isGreaterThan(Shop.LIMIT / 2);
        memory.stop();
    }
}
