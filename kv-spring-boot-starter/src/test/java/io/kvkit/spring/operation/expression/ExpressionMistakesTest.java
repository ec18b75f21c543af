package io.kvkit.spring.operation.expression;

import io.kvkit.annotation.CacheInvalidate;
import io.kvkit.annotation.Cached;
import io.kvkit.spring.operation.Mistakes;
import io.kvkit.spring.operation.Refused;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions that cannot work. */
class ExpressionMistakesTest {

    @Refused("@Cached(key = \"#id +\") on HERE.m(long): it is not a valid SpEL expression (EL1042E: Problem "
            + "parsing right operand). Arguments are written as in #id, texts as in 'all'.")
    static class Syntax {

        @Cached(key = "#id +")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#ids\") on HERE.m(long): there is no #ids. Known here: #id, #client, " + "#root.method.")
    static class UnknownVariable {

        @Cached(key = "#ids")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"{#id, #tenant}\") on HERE.m(long): there is no #tenant. Known here: #id, "
            + "#client, #root.method.")
    static class UnknownVariableInList {

        @Cached(key = "{#id, #tenant}")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"new java.util.Date(#ids)\") on HERE.m(long): there is no #ids. Known here: #id, "
            + "#client, #root.method.")
    static class UnknownVariableOfAConstructor {

        @Cached(key = "new java.util.Date(#ids)")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"new String(#id + #ids)\") on HERE.m(long): there is no #ids. Known here: #id, "
            + "#client, #root.method.")
    static class UnknownVariableDeepInAConstructor {

        @Cached(key = "new String(#id + #ids)")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#root\") on HERE.m(long): #root is the call itself, which is no value. Write what you "
            + "mean of it, as in #root.method. Known here: #id, #client, #root.method.")
    static class WholeRoot {

        @Cached(key = "#root")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"{#id, #this}\") on HERE.m(long): #this is the call itself, which is no value. Write what "
            + "you mean of it, as in #root.method. Known here: #id, #client, #root.method.")
    static class WholeThis {

        @Cached(key = "{#id, #this}")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"id\") on HERE.m(long): \"id\" is not an argument. Write #id.")
    static class PlainName {

        @Cached(key = "id")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"all\") on HERE.m(long): \"all\" means nothing. Write 'all' for a text. Known "
            + "here: #id, #client, #root.method.")
    static class PlainText {

        @Cached(key = "all")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"keyOf(#id)\") on HERE.m(long): \"keyOf()\" means nothing. Call it on a bean "
            + "or an argument. Known here: #id, #client, #root.method.")
    static class PlainCall {

        @Cached(key = "keyOf(#id)")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#keyOf(#id)\") on HERE.m(long): it uses #keyOf(#id), which is not supported. "
            + "Use a bean, as in @keys.of(#id).")
    static class Function {

        @Cached(key = "#keyOf(#id)")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"@region.of(#id)\") on HERE.m(long): there is no bean \"region\". Define it, "
            + "or name another bean.")
    static class UnknownBean {

        @Cached(key = "@region.of(#id)")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#result.id\") on HERE.m(long): #result is not known here, because the method "
            + "has not run yet. Known here: #id, #client, #root.method.")
    static class ResultTooEarly {

        @Cached(key = "#result.id")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@CacheInvalidate(key = \"#result\") on HERE.m(long): #result is not known here, because the "
            + "method has not run yet. Known here: #id, #client, #root.method.")
    static class ResultBefore {

        @CacheInvalidate(name = "n", key = "#result", beforeInvocation = true)
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(condition = \"#id >\") on HERE.m(long): it is not a valid SpEL expression (EL1042E: "
            + "Problem parsing right operand). Arguments are written as in #id, texts as in 'all'.")
    static class ConditionSyntax {

        @Cached(condition = "#id >")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(unless = \"#value == null\") on HERE.m(long): there is no #value. Known here: #id, "
            + "#result, #client, #root.method.")
    static class UnlessVariable {

        @Cached(unless = "#value == null")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(scope = \"tenant\") on HERE.m(long): \"tenant\" means nothing. Write TENANT, "
            + "PRINCIPAL or an expression. Known here: #id, #client, #root.method.")
    static class LowerCaseScope {

        @Cached(scope = "tenant")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#root.caches\") on HERE.m(long): #root has no caches."
            + " It has method, methodName, args, target and targetClass.")
    static class UnknownOfRoot {

        @Cached(key = "#root.caches")
        public String m(long id) {
            return "";
        }
    }

    @Refused("@Cached(key = \"#client.name\") on HERE.m(long): #client has no name."
            + " It has ip, network, principal, tenant and header('...').")
    static class UnknownOfClient {

        @Cached(key = "#client.name")
        public String m(long id) {
            return "";
        }
    }

    static Stream<Class<?>> mistakes() {
        return Mistakes.in(ExpressionMistakesTest.class);
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void mistakesStopTheStartWithTheirMend(Class<?> type) {
        Mistakes.assertRefused(type);
    }
}
