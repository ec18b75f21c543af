package io.kvkit.spring.operation.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.KvKeyText;
import io.kvkit.spring.autoconfigure.Areas;
import io.kvkit.spring.dedupe.DedupeOperation;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.read.OperationSource;
import java.security.Principal;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

class KvKeyTextTest {

    static class Money {

        private final long cents;

        Money(long cents) {
            this.cents = cents;
        }
    }

    static final class Price extends Money {

        Price(long cents) {
            super(cents);
        }
    }

    static class Weight {

        private final String grams;

        Weight(String grams) {
            this.grams = grams;
        }
    }

    static class Shop {

        @Cached(key = "#value")
        public String any(Object value) {
            return "";
        }

        @Cached
        public String prices(List<Money> prices) {
            return "";
        }

        @DedupeEvent(key = "#weight")
        public void weighed(Weight weight) {}
    }

    static class Mine {

        @Cached
        public String own(Principal who) {
            return "";
        }
    }

    private static OperationSource source() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("money", KvKeyText.of(Money.class, money -> String.valueOf(money.cents)));
        beans.addBean("principal", KvKeyText.of(Principal.class, Principal::getName));
        beans.addBean("weight", KvKeyText.<Weight>of(Weight.class, weight -> weight.grams));
        return new OperationSource(Areas.unset(), text -> text, beans);
    }

    private static String key(Object value) {
        return Sources.cached(source(), Shop.class, "any").key().id(Sources.call(Shop.class, "any", value));
    }

    @Test
    void typesOfTheApplicationAreKeysByTheTextOfItsBean() {
        assertThat(key(new Money(7))).isEqualTo(key(new Money(7))).isNotEqualTo(key(new Money(8)));
        assertThat(key(List.of(new Money(7), new Money(8)))).isNotEqualTo(key(List.of(new Money(78))));
        assertThat(key(new Price(7))).as("a subclass").isEqualTo(key(new Money(7)));
    }

    @Test
    void twoTypesOfOneTextAreTwoKeys() {
        assertThat(key(new Money(7))).isNotEqualTo(key(new Weight("7"))).isNotEqualTo(key("7"));
    }

    @Test
    void whoCallsTakesPartWhereTheApplicationSaysHow() {
        KeyPlan own = Sources.cached(source(), Mine.class, "own").key();
        Principal alice = () -> "alice";
        Principal bob = () -> "bob";
        assertThat(own.id(Sources.call(Mine.class, "own", alice)))
                .isNotEqualTo(own.id(Sources.call(Mine.class, "own", bob)));
    }

    @Test
    void aBlankTextIdentifiesNothing() {
        KeyPlan event = Objects.requireNonNull(source().find(Sources.method(Shop.class, "weighed"), Shop.class)
                        .only(DedupeOperation.class))
                .key();
        assertThat(event.idIfPresent(Sources.call(Shop.class, "weighed", new Weight("7"))))
                .isNotNull();
        assertThat(event.idIfPresent(Sources.call(Shop.class, "weighed", new Weight(" "))))
                .isNull();
    }

    @Test
    void theMendOfARefusedTypeIsABean() {
        assertThat(source().validate(Shop.class)).isTrue();
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Shop.class))
                .withMessageContaining("define a KvKeyText bean for it");
    }
}
