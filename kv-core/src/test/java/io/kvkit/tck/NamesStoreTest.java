package io.kvkit.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NamesStoreTest {

    private static final class StoreOfMineTest {}

    private static final class Values {}

    private static final List<Object> INSTANCES = List.of(new StoreOfMineTest(), new Values());

    @Test
    void failureOfACaseNamesTheStore() {
        AssertionError failure = new AssertionError("expected: 1");
        AssertionError named = NamesStore.named(INSTANCES, failure);
        assertThat(named).hasMessage("StoreOfMineTest > Values: expected: 1").hasCause(failure);
        assertThat(named.getStackTrace()).isEqualTo(failure.getStackTrace());
    }

    @Test
    void exceptionThatNobodyExpectedKeepsItsClass() {
        assertThat(NamesStore.named(INSTANCES, new IllegalStateException("closed")))
                .hasMessage("StoreOfMineTest > Values: java.lang.IllegalStateException: closed");
    }
}
