package io.kvkit.spring.integration;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.autoconfigure.KvAutoConfiguration;
import io.kvkit.spring.autoconfigure.KvOperationAutoConfiguration;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** That a result that was kept is the result that the method gave, and what is said where that cannot be. */
@Tag("slow")
@ExtendWith(OutputCaptureExtension.class)
class StoredResultsTest {

    record Times(
            ZonedDateTime zoned,
            OffsetDateTime offset,
            Instant instant,
            LocalDate date,
            LocalTime time,
            Duration duration,
            Year year,
            BigDecimal price) {}

    /** As applications write them: the id is shown but not taken from requests, and something is computed. */
    static class Customer {

        @JsonProperty(access = JsonProperty.Access.READ_ONLY)
        private Long id;

        private String name = "";

        private List<String> tags;

        public Long getId() {
            return id;
        }

        public String getName() {
            return name;
        }

        public void setName(String name) {
            this.name = name;
        }

        public List<String> getTags() {
            return tags;
        }

        public String getGreeting() {
            return "Hello " + name;
        }
    }

    interface Page {

        @JsonProperty
        List<String> content();
    }

    record FirstPage(List<String> content) implements Page {}

    static class Circle {

        public Circle getNext() {
            return this;
        }
    }

    static class Bean {

        private final AtomicInteger ran = new AtomicInteger();

        @Cached(name = "times", key = "'times'")
        public Times times() {
            ZonedDateTime noon = ZonedDateTime.parse("2026-07-01T12:00:00.123456789+02:00[Europe/Berlin]");
            return new Times(
                    noon,
                    OffsetDateTime.of(2026, 7, 1, 12, 0, 0, ran.incrementAndGet(), ZoneOffset.ofHours(-7)),
                    noon.toInstant(),
                    noon.toLocalDate(),
                    noon.toLocalTime(),
                    Duration.ofNanos(1),
                    Year.of(2026),
                    new BigDecimal("1.00"));
        }

        @Cached(name = "zones", key = "'zones'")
        public Optional<Map<String, List<ZonedDateTime>>> zones() {
            return Optional.of(
                    Map.of("fall", List.of(ZonedDateTime.parse("2026-10-25T02:30:00+01:00[Europe/Berlin]"))));
        }

        @Cached(name = "customers", key = "#id")
        public Customer customer(long id) {
            Customer customer = new Customer();
            customer.id = id;
            customer.tags = List.of();
            customer.setName("Ada " + ran.incrementAndGet());
            return customer;
        }

        @Cached(name = "pages", key = "#number")
        public Page page(int number) {
            return new FirstPage(List.of("run " + ran.incrementAndGet()));
        }

        @Cached(name = "circles", key = "#number")
        public Circle circle(int number) {
            return new Circle();
        }
    }

    abstract static class Archive<T> {

        private final AtomicInteger ran = new AtomicInteger();

        @Cached(key = "#number")
        public T entry(int number) {
            return read(ran.incrementAndGet());
        }

        protected abstract T read(int run);
    }

    static class PageArchive extends Archive<List<FirstPage>> {

        @Override
        protected List<FirstPage> read(int run) {
            return List.of(new FirstPage(List.of("run " + run)));
        }
    }

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    JacksonAutoConfiguration.class, KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
            .withPropertyValues("kv.store=memory")
            .withBean(Bean.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                "spring.jackson.time-zone=America/New_York",
                "spring.jackson.datatype.datetime.write-dates-as-timestamps=true"
            })
    void timesAreReadAsTheyWereWritten(String property) {
        runner.withPropertyValues(property).run(context -> {
            Bean bean = context.getBean(Bean.class);
            assertThat(bean.times()).isEqualTo(bean.times());
            assertThat(bean.zones()).isEqualTo(bean.zones());
        });
    }

    @Test
    void timesAreReadAsTheyWereWrittenWithoutTheMapperOfTheApplication() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(KvAutoConfiguration.class, KvOperationAutoConfiguration.class))
                .withPropertyValues("kv.store=memory")
                .withBean(Bean.class)
                .run(context -> {
                    Bean bean = context.getBean(Bean.class);
                    assertThat(bean.times()).isEqualTo(bean.times());
                });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=b",
                "spring.jackson.deserialization.fail-on-unknown-properties=true",
                "spring.jackson.default-property-inclusion=non-empty"
            })
    void rulesForRequestsAreNoneForResults(String property) {
        runner.withPropertyValues(property).run(context -> {
            Bean bean = context.getBean(Bean.class);
            Customer first = bean.customer(7);
            Customer second = bean.customer(7);
            assertThat(second).isNotSameAs(first);
            assertThat(second.getName()).isEqualTo(first.getName());
            assertThat(second.getId()).isEqualTo(7);
            assertThat(second.getTags()).isEmpty();
        });
    }

    @Test
    void whatIsInAResultOfAnInheritedMethodIsReadAsTheSubclassDeclaresIt() {
        runner.withBean(PageArchive.class).run(context -> {
            PageArchive archive = context.getBean(PageArchive.class);
            assertThat(archive.entry(1)).isEqualTo(List.of(new FirstPage(List.of("run 1"))));
            assertThat(archive.entry(1)).isEqualTo(List.of(new FirstPage(List.of("run 1"))));
        });
    }

    @Test
    void resultsThatCannotBeWrittenAreTheLogsBusinessOnce(CapturedOutput output) {
        runner.run(context -> {
            Bean bean = context.getBean(Bean.class);
            bean.circle(1);
            bean.circle(1);
            bean.circle(2);
        });
        assertThat(output).containsOnlyOnce("Results of cache circles are not stored");
    }

    @Test
    void resultThatCannotBeReadAgainIsNotKeptAndTheStartSaysSoOnce(CapturedOutput output) {
        runner.run(context -> {
            Bean bean = context.getBean(Bean.class);
            assertThat(bean.page(1).content()).containsExactly("run 1");
            assertThat(bean.page(1).content()).containsExactly("run 2");
            assertThat(bean.page(2).content()).containsExactly("run 3");
        });
        assertThat(output)
                .containsOnlyOnce("Results of cache pages are not stored")
                .containsOnlyOnce(Page.class.getTypeName() + " cannot be kept: " + Page.class.getTypeName()
                        + " is an interface, and its JSON does not contain the class of a value");
    }
}
