package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.intercept.MethodDrivers;
import java.lang.annotation.Annotation;
import java.lang.annotation.ElementType;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** Settings by precedence, and the areas that have them. */
class LayersTest {

    /** A constant of an annotation, of which DEFAULT says nothing. */
    enum Written {
        DEFAULT,
        METHOD,
        FIELD
    }

    record Settings(
            @Nullable Duration ttl,
            @Nullable Duration lease,
            @Nullable Written place) {

        static final Settings NONE = new Settings(null, null, null);

        static Settings ttl(Duration ttl) {
            return new Settings(ttl, null, null);
        }

        static Settings lease(Duration lease) {
            return new Settings(null, lease, null);
        }

        static Settings place(Written place) {
            return new Settings(null, null, place);
        }
    }

    /** An area that says what it is asked for. */
    private static final class Asked extends Area<Settings> {

        private final List<String> asked = new ArrayList<>();

        Asked() {
            super(io.kvkit.recipe.Area.LEASE);
        }

        @Override
        public String root() {
            return "kv.lease";
        }

        @Override
        public String names() {
            return "leases";
        }

        @Override
        public Settings nothing() {
            return Settings.NONE;
        }

        @Override
        public List<Advice> advice() {
            return List.of(
                    new Advice("first", 1, List.of(Deprecated.class, Override.class)),
                    new Advice("second", 2, List.of(FunctionalInterface.class)));
        }

        @Override
        public Map<Class<? extends Annotation>, Function<Declaration, ? extends Operation>> parsers(
                AreaSettings<Settings> settings, OperationRegistry registry) {
            return Map.of();
        }

        @Override
        public List<String> doubts(Collection<Operation> operations, Predicate<String> namedElsewhere) {
            return List.of("a doubt about " + operations.size());
        }

        @Override
        public void check(OperationRegistry operations, ConfigurableBeanFactory beans) {
            asked.add("check");
        }
    }

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);

    private final Asked area = new Asked();
    private final OperationSite site =
            new OperationSite(Object.class, Object.class.getMethods()[0], "Exclusive");

    private AreaSettings<Settings> settings(Settings defaults, Settings byName) {
        return new AreaSettings<>(area, true, defaults, Map.of("orders", byName));
    }

    private Layers<Settings> layers(Settings defaults, Settings byName) {
        return new Layers<>(site, settings(defaults, byName), "orders");
    }

    private static long ttl(Layers<Settings> layers, @Nullable Duration annotated) {
        return layers.millis("ttl", Settings::ttl, annotated, 5);
    }

    @Test
    void nameComesBeforeAnnotationBeforeDefaultsBeforeWhatIsBuiltIn() {
        Layers<Settings> all = layers(Settings.ttl(HOUR), Settings.ttl(SECOND));
        assertThat(ttl(all, MINUTE)).isEqualTo(1_000);
        assertThat(ttl(layers(Settings.ttl(HOUR), Settings.NONE), MINUTE)).isEqualTo(60_000);
        assertThat(ttl(layers(Settings.ttl(HOUR), Settings.NONE), null)).isEqualTo(3_600_000);
        assertThat(ttl(layers(Settings.NONE, Settings.NONE), null)).isEqualTo(5);
        assertThat(ttl(all.with(Settings.ttl(MINUTE)), HOUR)).isEqualTo(60_000);
        assertThat(all.byName()).isEqualTo(Settings.ttl(SECOND));
        assertThat(all.defaults()).isEqualTo(Settings.ttl(HOUR));
    }

    @Test
    void nameWithoutSettingsHasThoseOfTheDefaults() {
        AreaSettings<Settings> settings = settings(Settings.ttl(HOUR), Settings.ttl(SECOND));
        assertThat(settings.of("orders")).isEqualTo(Settings.ttl(SECOND));
        assertThat(settings.of("other")).isEqualTo(Settings.NONE);
        assertThat(ttl(new Layers<>(site, settings, "other"), null)).isEqualTo(3_600_000);
    }

    @Test
    void zeroIsATimeOnlyWhereItMeansSomething() {
        Layers<Settings> byName = layers(Settings.NONE, Settings.ttl(Duration.ZERO));
        Layers<Settings> byDefault = layers(Settings.ttl(Duration.ZERO), Settings.NONE);
        assertThat(byName.millisOrZero("ttl", Settings::ttl, null, 5)).isZero();
        assertThat(byDefault.millisOrZero("ttl", Settings::ttl, null, 5)).isZero();
        assertThat(layers(Settings.NONE, Settings.NONE).millisOrZero("ttl", Settings::ttl, null, 5))
                .isEqualTo(5);
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> ttl(byName, null))
                .withMessageContaining("kv.lease.leases.orders.ttl");
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> ttl(byDefault, MINUTE))
                .withMessageContaining("kv.lease.defaults.ttl");
    }

    @Test
    void negativeTimesAreRefusedEverywhere() {
        Duration negative = Duration.ofMillis(-1);
        for (Layers<Settings> layers :
                List.of(layers(Settings.NONE, Settings.ttl(negative)), layers(Settings.ttl(negative), Settings.NONE))) {
            assertThatExceptionOfType(KvConfigurationException.class)
                    .isThrownBy(() -> layers.millisOrZero("ttl", Settings::ttl, null, 5))
                    .withMessageContaining("it is negative");
        }
    }

    @Test
    void propertiesOfANameWithoutAnAnnotationWereCheckedBefore() {
        Layers<Settings> unknown = new Layers<>(null, settings(Settings.NONE, Settings.ttl(Duration.ZERO)), "orders");
        assertThat(unknown.duration("ttl", Settings::ttl, null, SECOND)).isZero();
        assertThat(unknown.millisOrZero("ttl", Settings::ttl, null, 5)).isZero();
    }

    @Test
    void constantsAreThoseOfTheSameName() {
        assertThat(layers(Settings.NONE, Settings.place(Written.FIELD))
                        .constant(Settings::place, Written.METHOD, ElementType.TYPE))
                .isEqualTo(ElementType.FIELD);
        assertThat(layers(Settings.NONE, Settings.place(Written.DEFAULT))
                        .constant(Settings::place, Written.METHOD, ElementType.TYPE))
                .isEqualTo(ElementType.METHOD);
        assertThat(layers(Settings.place(Written.FIELD), Settings.NONE)
                        .constant(Settings::place, Written.DEFAULT, ElementType.TYPE))
                .isEqualTo(ElementType.FIELD);
        assertThat(layers(Settings.NONE, Settings.NONE).constant(Settings::place, null, ElementType.TYPE))
                .isEqualTo(ElementType.TYPE);
        assertThat(Layers.constantOr(Written.METHOD, ElementType.TYPE)).isEqualTo(ElementType.METHOD);
        assertThat(Layers.constantOr(Written.DEFAULT, ElementType.TYPE)).isEqualTo(ElementType.TYPE);
        assertThat(Layers.constantOr(null, ElementType.TYPE)).isEqualTo(ElementType.TYPE);
        assertThat(Layers.constantOr(DayOfWeek.MONDAY, DayOfWeek.FRIDAY)).isEqualTo(DayOfWeek.MONDAY);
    }

    @Test
    void originIsThePropertyOrTheAttribute() {
        Layers<Settings> byName = layers(Settings.ttl(HOUR), Settings.ttl(SECOND));
        assertThat(byName.origin("ttl", "ttl of it", Settings::ttl, MINUTE)).isEqualTo("kv.lease.leases.orders.ttl");
        Layers<Settings> byDefault = layers(Settings.ttl(HOUR), Settings.NONE);
        assertThat(byDefault.origin("ttl", "ttl of it", Settings::ttl, MINUTE)).isEqualTo("ttl of it");
        assertThat(byDefault.origin("ttl", "ttl of it", Settings::ttl, null)).isEqualTo("kv.lease.defaults.ttl");
        assertThat(layers(Settings.NONE, Settings.NONE).origin("ttl", "ttl of it", Settings::ttl, null))
                .isEqualTo("ttl of it");
    }

    @Test
    void errorsNameTheAnnotationIfThereIsOne() {
        Layers<Settings> known = layers(Settings.NONE, Settings.NONE);
        assertThat(known.error("ttl", "5s", "it is short", "Write more")).hasMessageContaining("@Exclusive");
        Layers<Settings> unknown = new Layers<>(null, settings(Settings.NONE, Settings.NONE), "orders");
        assertThat(unknown.error("kv.a", "5s", "it is short", "Write more"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("kv.a=5s: it is short. Write more.");
        assertThat(unknown.error("kv.a", null, "it is short", "Write more"))
                .hasMessage("kv.a: it is short. Write more.");
    }

    private LeasedTimes times(Layers<Settings> layers) {
        return LeasedTimes.of(layers, Settings::ttl, Settings::lease, null, new LeasedTimes(MINUTE, SECOND));
    }

    @Test
    void leaseIsNotLongerThanTheTtl() {
        assertThat(times(layers(Settings.NONE, Settings.NONE))).isEqualTo(new LeasedTimes(MINUTE, SECOND));
        assertThat(times(layers(Settings.NONE, Settings.lease(MINUTE)))).isEqualTo(new LeasedTimes(MINUTE, MINUTE));
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> times(layers(Settings.NONE, Settings.lease(HOUR))))
                .withMessageContaining("kv.lease.leases.orders.lease")
                .withMessageContaining("it is longer than the ttl, PT1M");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> times(new Layers<>(null, settings(Settings.NONE, Settings.lease(HOUR)), "orders")));
    }

    @Test
    void areaSaysWhatItHasAndNothingMore() {
        assertThat(area.recipe()).isEqualTo(io.kvkit.recipe.Area.LEASE);
        assertThat(area.annotations()).containsExactly(Deprecated.class, Override.class, FunctionalInterface.class);
        assertThat(area.isOnce()).isFalse();
        assertThat(area.problems()).isEmpty();
    }

    @Test
    void areasAreAskedForTheirDoubtsAndChecks() {
        OperationSettings settings = OperationSettings.nothing(MethodDrivers.kinds(), List.of(area));
        OperationRegistry registry = new OperationRegistry(settings);
        assertThat(settings.annotations()).isEqualTo(area.annotations());
        assertThat(registry.doubts((area, name) -> false)).containsExactly("a doubt about 0");
        registry.check(new DefaultListableBeanFactory());
        assertThat(area.asked).containsExactly("check");
        assertThat(registry.find(area, Operation.class, "orders")).isNull();
        assertThat(registry.findAll(area, Operation.class, "orders")).isEmpty();
    }

    @Test
    void nothingIsEnabledIfTheWholeIsNot() {
        AreaSettings<Settings> own = settings(Settings.ttl(HOUR), Settings.ttl(SECOND));
        assertThat(new OperationSettings(true, MethodDrivers.kinds(), List.of(own)).areas())
                .containsExactly(own);
        assertThat(new OperationSettings(false, MethodDrivers.kinds(), List.of(own)).areas())
                .containsExactly(new AreaSettings<>(area, false, own.defaults(), own.byName()));
    }
}
