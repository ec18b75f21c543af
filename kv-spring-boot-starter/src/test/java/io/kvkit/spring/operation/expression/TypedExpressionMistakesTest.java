package io.kvkit.spring.operation.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.CacheUpdate;
import io.kvkit.annotation.Cached;
import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.Idempotent;
import io.kvkit.annotation.RateLimited;
import io.kvkit.spring.operation.Mistakes;
import io.kvkit.spring.operation.Refused;
import io.kvkit.spring.operation.Sources;
import io.kvkit.spring.operation.key.KeyPlan;
import java.security.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/** Names that the types in an expression do not have. */
class TypedExpressionMistakesTest {

    record Customer(long id, String name) {}

    record Item(String sku) {}

    record Order(Customer customer, List<Item> items, Map<String, Item> byName, Optional<Customer> payer) {}

    /** A class with getters. */
    public static class Account {

        public String getOwner() {
            return "";
        }

        public boolean isOpen() {
            return true;
        }
    }

    /** Stands for classes that may have more. */
    public interface Animal {

        String getName();

        String getAddress();
    }

    sealed interface Shape permits Circle, Square {}

    record Circle(double radius) implements Shape {}

    record Square(double side) implements Shape {}

    @Refused("@Cached(key = \"#order.custmer.id\") on HERE.m(Order): Order has no custmer. Did you mean customer?.")
    static class Misspelt {

        @Cached(key = "#order.custmer.id")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#order.customer.nr\") on HERE.m(Order): Customer has no nr. It has id, name.")
    static class MissingBelow {

        @Cached(key = "#order.customer.nr")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"{#order.customer.id, #order?.custmer}\") on HERE.m(Order): Order has no custmer."
            + " Did you mean customer?.")
    static class InList {

        @Cached(key = "{#order.customer.id, #order?.custmer}")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#order.items[0].sk\") on HERE.m(Order): Item has no sk. It has sku.")
    static class OfElement {

        @Cached(key = "#order.items[0].sk")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#order.items.![skuu]\") on HERE.m(Order): Item has no skuu. It has sku.")
    static class OfProjection {

        @Cached(key = "#order.items.![skuu]")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#order.items.?[#this.skuu != null].size()\") on HERE.m(Order): Item has no skuu."
            + " It has sku.")
    static class OfSelection {

        @Cached(key = "#order.items.?[#this.skuu != null].size()")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#order.byName['a'].sk\") on HERE.m(Order): Item has no sk. It has sku.")
    static class OfEntry {

        @Cached(key = "#order.byName['a'].sk")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#order.payer?.nam\") on HERE.m(Order): Customer has no nam. It has id, name.")
    static class OfOptional {

        @Cached(key = "#order.payer?.nam")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#order.payer.name\") on HERE.m(Order): Optional has no name. It has empty, present.")
    static class OptionalItself {

        @Cached(key = "#order.payer.name")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(unless = \"#result.missing\") on HERE.m(long): Account has no missing. It has open, owner.")
    static class OfResult {

        @Cached(unless = "#result.missing")
        public Account m(long id) {
            return new Account();
        }
    }

    @Refused("@Cached(unless = \"#result.onwer == null\") on HERE.m(long): Account has no onwer. Did you mean owner?.")
    static class OfWrappedResult {

        @Cached(unless = "#result.onwer == null")
        public Mono<Optional<Account>> m(long id) {
            return Mono.empty();
        }
    }

    @Refused("@CacheInvalidate(key = \"#result.onwer\") on HERE.m(long): Account has no onwer. Did you mean owner?.")
    static class OfInvalidation {

        @CacheInvalidate(name = "n", key = "#result.onwer")
        public Account m(long id) {
            return new Account();
        }
    }

    @Refused("@CacheUpdate(result = \"#result.onwer\") on HERE.m(long): Account has no onwer. Did you mean owner?.")
    static class OfUpdate {

        @CacheUpdate(name = "n", key = "#id", result = "#result.onwer")
        public Account m(long id) {
            return new Account();
        }
    }

    @Refused("@Cached(key = \"#order.customer.nme()\") on HERE.m(Order): Customer has no nme(). Call one that it has.")
    static class Call {

        @Cached(key = "#order.customer.nme()")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#code.substring()\") on HERE.m(String): String.substring does not take so many arguments."
            + " Write those that it takes.")
    static class CallWithoutArguments {

        @Cached(key = "#code.substring()")
        public String m(String code) {
            return "";
        }
    }

    @Refused("@Cached(key = \"@regions.off(#id)\") on HERE.m(long): Regions has no off(). Call one that it has.")
    static class CallOfBean {

        @Cached(key = "@regions.off(#id)")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"@regions.of(#order.custmer)\") on HERE.m(Order): Order has no custmer."
            + " Did you mean customer?.")
    static class InArgument {

        @Cached(key = "@regions.of(#order.custmer)")
        public String m(Order order) {
            return "";
        }
    }

    @Refused(
            "@Cached(key = \"#order.customer == null ? 0 : #order.custmer.id\") on HERE.m(Order): Order has no custmer."
                    + " Did you mean customer?.")
    static class InBranch {

        @Cached(key = "#order.customer == null ? 0 : #order.custmer.id")
        public String m(Order order) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#animal.adress\") on HERE.m(Animal): Animal has no adress. Did you mean address?.")
    static class OfInterface {

        @Cached(key = "#animal.adress")
        public String m(Animal animal) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#shape.area\") on HERE.m(Shape): Shape has no area. It has no properties.")
    static class OfSealed {

        @Cached(key = "#shape.area")
        public String m(Shape shape) {
            return "";
        }
    }

    @Refused("@DedupeEvent(key = \"#payload.id\") on HERE.m(Map): Map has no id. An entry is written ['id'].")
    static class OfMap {

        @DedupeEvent(key = "#payload.id")
        public void m(Map<String, Object> payload) {}
    }

    @Refused("@DedupeEvent(key = \"#e.id\") on HERE.m(JsonNode): JsonNode has no id."
            + " A field is written .path('id').asString().")
    static class OfJson {

        @DedupeEvent(key = "#e.id")
        public void m(JsonNode e) {}
    }

    @Refused("@Cached(condition = \"#id\") on HERE.m(long): it is Long and not true or false."
            + " Write a comparison, as in #id != null.")
    static class ConditionIsNumber {

        @Cached(condition = "#id")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(condition = \"#id\") on HERE.m(String): it is String and not true or false."
            + " Write a comparison, as in #id != null.")
    static class ConditionIsText {

        @Cached(condition = "#id")
        public String m(String id) {
            return "";
        }
    }

    @Refused("@Idempotent(condition = \"#id\") on HERE.m(String): it is String and not true or false."
            + " Write a comparison, as in #id != null.")
    static class ConditionOfACallIsText {

        @Idempotent(key = "#id", condition = "#id")
        public String m(String id) {
            return "";
        }
    }

    @Refused("@DedupeEvent(condition = \"#id\") on HERE.m(long): it is Long and not true or false."
            + " Write a comparison, as in #id != null.")
    static class ConditionOfAnEventIsNumber {

        @DedupeEvent(key = "#id", condition = "#id")
        public void m(long id) {}
    }

    @Refused("@RateLimited(condition = \"#id\") on HERE.m(String): it is String and not true or false."
            + " Write a comparison, as in #id != null.")
    static class ConditionOfALimitIsText {

        @RateLimited(limit = 1, window = "1s", condition = "#id")
        public void m(String id) {}
    }

    @Refused("@RateLimited(condition = \"#id\") on HERE.m(String): it is String and not true or false."
            + " Write a comparison, as in #id != null.")
    static class ConditionOfAConcurrentLimitIsText {

        @RateLimited(limit = 1, algorithm = RateLimited.Algorithm.CONCURRENCY, condition = "#id")
        public void m(String id) {}
    }

    @Refused("@Cached(unless = \"#result.owner\") on HERE.m(long): it is String and not true or false."
            + " Write a comparison, as in #result.owner != null.")
    static class UnlessIsText {

        @Cached(unless = "#result.owner")
        public Account m(long id) {
            return new Account();
        }
    }

    @Refused("@DedupeEvent(duplicateResult = \"{'a': 1}\") on HERE.m(long): it is Map, which does not become Account."
            + " Write an expression that gives Account.")
    static class DuplicateOfAnotherType {

        @DedupeEvent(key = "#id", duplicateResult = "{'a': 1}")
        public Account m(long id) {
            return new Account();
        }
    }

    /** Expressions that are right, or that only a call can judge. */
    static class Right<T extends Animal> {

        @Cached(key = "{#order.customer.id, #order.items[0].sku, #order.items.![sku], #order.byName['a'].sku}")
        public String parts(Order order) {
            return "";
        }

        @Cached(key = "#order.items.?[sku != null].![#this.sku.length()]", condition = "#order.items.size() > 0")
        public String elements(Order order) {
            return "";
        }

        @Cached(name = "animal", key = "{#animal.name, #animal.barks, #animal.bark()}")
        public String subclass(Animal animal) {
            return "";
        }

        @Cached(key = "{#shape.radius, #shape.class.name}")
        public String permitted(Shape shape) {
            return "";
        }

        @Cached(key = "#any.id", condition = "#any.open")
        public String unknown(Object any) {
            return "";
        }

        @Cached(key = "#variable.name")
        public String variable(T variable) {
            return "";
        }

        @Cached(key = "{#who.name, #who.authorities}")
        public String principal(Principal who) {
            return "";
        }

        @Cached(key = "{#numbers.length, #numbers[0]}", condition = "@regions.told()")
        public String array(long[] numbers) {
            return "";
        }

        @Cached(
                key = "{#client.ip, #client.header('a').length(), #root.methodName, #root.args[0],"
                        + " #root.targetClass.name}")
        public String context(long id) {
            return "";
        }

        @Cached(key = "#payload.size() + #payload[id] + #payload.empty")
        public String map(Map<String, Object> payload) {
            return "";
        }

        @Cached(key = "T(java.lang.Math).abs(#id)", unless = "#result.open && not #result.owner.empty")
        public Account types(long id) {
            return new Account();
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(TypedExpressionMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }

    @Test
    void whatIsRightOrNotKnownStarts() {
        assertThatCode(() -> Sources.plain().validate(Right.class)).doesNotThrowAnyException();
    }

    @Test
    void rootTellsWhatOtherCachesTell() {
        KeyPlan key = Sources.cached(RootReader.class, "read").key();

        assertThat(key.id(Sources.call(RootReader.class, "read", 7L))).isEqualTo("[read,7,java.lang.Object]");
    }

    static class RootReader {

        @Cached(key = "{#root.methodName, #root.args[0], #root.targetClass.name}")
        public String read(long id) {
            return "";
        }
    }
}
