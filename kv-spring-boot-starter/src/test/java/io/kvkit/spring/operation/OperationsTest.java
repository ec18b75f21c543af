package io.kvkit.spring.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.KvConfigurationException;
import io.kvkit.spring.cached.CacheArea;
import io.kvkit.spring.cached.CachedOperation;
import io.kvkit.spring.cached.InvalidateOperation;
import io.kvkit.spring.dedupe.DedupeOperation;
import io.kvkit.spring.idempotent.IdempotentOperation;
import io.kvkit.spring.operation.read.OperationSource;
import io.kvkit.spring.ratelimited.RateLimitedOperation;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

/** The operations of methods, and which of them are one. */
class OperationsTest {

    static class Shop {

        @Cached(name = "prices", key = "#id")
        public String price(long id) {
            return "";
        }

        @CacheInvalidate(name = "prices", key = "#id")
        @CacheInvalidate(name = "offers", key = "#id")
        public void change(long id) {}

        public void plain() {}

        @Idempotent(key = "#id")
        @Cached(name = "work", key = "#id")
        public String work(long id) {
            return "";
        }

        @DedupeEvent(key = "#id")
        @Cached(name = "seen", key = "#id")
        public String seen(long id) {
            return "";
        }

        @Idempotent(key = "#id")
        @DedupeEvent(key = "#id")
        public void both(long id) {}
    }

    @Controller
    static class Web {

        @RateLimited(limit = 1, window = "1s", key = "#id")
        @GetMapping("/")
        public void handles(long id) {}

        @RateLimited(limit = 1, window = "1s", key = "#id")
        public void helps(long id) {}
    }

    interface Finder {

        @Cached(name = "found", key = "#id")
        String find(long id);
    }

    static class Finding implements Finder {

        @Override
        public String find(long id) {
            return "";
        }
    }

    static class OtherFinder {

        @Cached(name = "found", key = "#id")
        public String find(long id) {
            return "";
        }
    }

    private final OperationSource source = Sources.plain();

    private Operations operations(Class<?> type, String method) {
        return source.find(Sources.method(type, method), type);
    }

    private List<String> doubts(Class<?> type) {
        source.validate(type);
        return source.registry().doubts((area, name) -> false);
    }

    @Test
    void operationsAreFoundByTheirAnnotation() {
        Operations change = operations(Shop.class, "change");
        assertThat(change.isEmpty()).isFalse();
        assertThat(change.all(InvalidateOperation.class))
                .extracting(InvalidateOperation::name)
                .containsExactly("prices", "offers");
        assertThat(change.all(CachedOperation.class)).isEmpty();
        assertThat(change.only(CachedOperation.class)).isNull();
        assertThat(Objects.requireNonNull(operations(Shop.class, "price").only(CachedOperation.class))
                        .name())
                .isEqualTo("prices");
    }

    @Test
    void methodWithoutAnAnnotationHasNone() {
        assertThat(operations(Shop.class, "plain").isEmpty()).isTrue();
        assertThat(Operations.NONE.all()).isEmpty();
        assertThat(Operations.NONE.handleRequests()).isFalse();
    }

    @Test
    void handlersOfRequestsAreKnown() {
        assertThat(operations(Web.class, "handles").handleRequests()).isTrue();
        assertThat(operations(Web.class, "helps").handleRequests()).isFalse();
        assertThat(operations(Shop.class, "price").handleRequests()).isFalse();
    }

    @Test
    void operationIsFoundByAreaTypeAndName() {
        source.validate(Shop.class);
        OperationRegistry registry = source.registry();
        assertThat(Objects.requireNonNull(registry.find(CacheArea.CACHE, CachedOperation.class, "prices"))
                        .site()
                        .method()
                        .getName())
                .isEqualTo("price");
        assertThat(registry.find(CacheArea.CACHE, CachedOperation.class, "offers"))
                .isNull();
        assertThat(registry.findAll(CacheArea.CACHE, InvalidateOperation.class, "offers"))
                .hasSize(1);
        assertThat(registry.findAll(CacheArea.CACHE, Operation.class, "prices")).hasSize(2);
    }

    @Test
    void beanAndItsInterfaceHaveOneOperation() {
        source.validate(Finding.class);
        source.find(Sources.method(Finder.class, "find"), Finder.class);
        OperationRegistry registry = source.registry();
        assertThat(registry.all()).hasSizeGreaterThanOrEqualTo(1);
        assertThat(registry.size()).isOne();
        source.validate(OtherFinder.class);
        assertThat(registry.size()).isEqualTo(2);
    }

    @Test
    void operationKeepsResultsOnlyWhereItsAnnotationSaysSo() {
        Operation limit = operations(Web.class, "helps").all().get(0);
        assertThat(limit.kept()).isNull();
        assertThat(limit.ofClass()).isFalse();
        assertThat(limit).isInstanceOf(RateLimitedOperation.class);
        assertThat(operations(Shop.class, "price").all().get(0).kept()).isNotNull();
        assertThat(Objects.requireNonNull(operations(Shop.class, "work").only(IdempotentOperation.class))
                        .kept())
                .isNotNull();
        assertThat(Objects.requireNonNull(operations(Shop.class, "seen").only(DedupeOperation.class))
                        .kept())
                .isNull();
    }

    @Test
    void annotationsThatMakeLittleSenseTogetherAreTold() {
        assertThat(doubts(Shop.class))
                .anySatisfy(doubt -> assertThat(doubt)
                        .startsWith("@Idempotent and @DedupeEvent stand on " + Shop.class.getName() + ".both(long)"))
                .anySatisfy(doubt -> assertThat(doubt)
                        .startsWith("@Cached and @Idempotent stand on " + Shop.class.getName() + ".work(long)"))
                .anySatisfy(doubt -> assertThat(doubt)
                        .startsWith("@Cached and @DedupeEvent stand on " + Shop.class.getName() + ".seen(long)"))
                .filteredOn(doubt -> doubt.contains(" stand on "))
                .hasSize(3);
    }

    static class Constant {

        @Idempotent(key = "'all'")
        public void work(long id) {}
    }

    static class ConstantInScope {

        @Idempotent(name = "own", key = "'all'", scope = "PRINCIPAL")
        public void work(long id) {}
    }

    @Test
    void keyThatIsTheSameForAllCallsNeedsAScope() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(Constant.class))
                .withMessageContaining("it is the same for all calls, so only the first one would ever run");
        assertThat(Sources.plain().validate(ConstantInScope.class)).isTrue();
    }

    @RateLimited(limit = 1, window = "1s")
    @RateLimited(limit = 10, window = "1m")
    static class TwoLimits {

        public void work() {}
    }

    @Test
    void limitsOfAClassNeedNamesIfThereAreSeveral() {
        assertThatExceptionOfType(KvConfigurationException.class)
                .isThrownBy(() -> Sources.plain().validate(TwoLimits.class))
                .withMessageContaining("the method has another @RateLimited of this name")
                .withMessageContaining("as in name = \"TwoLimits.2\"");
    }

    @Test
    void defaultNameConsistsOfClassAndMethod() {
        Operation work = Objects.requireNonNull(operations(Shop.class, "work").only(IdempotentOperation.class));
        assertThat(work.named()).isFalse();
        assertThat(work.name()).isEqualTo("Shop.work");
        assertThat(operations(Shop.class, "price").all().get(0).named()).isTrue();
        assertThat(Declaration.<String>first(null, "a", "b")).isEqualTo("a");
        assertThat(Declaration.<String>first(null, null)).isNull();
    }
}
