package io.kvkit.spring.operation.expression;

import io.kvkit.spring.KvTenantResolver;
import io.kvkit.spring.OperationSite;
import io.kvkit.spring.intercept.MethodDrivers;
import io.kvkit.spring.operation.type.Parameters;
import io.kvkit.spring.operation.type.ReturnShape;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.support.StaticListableBeanFactory;

/** A method with arguments of many types, for the expressions of tests. */
final class Fixture {

    public record Customer(long id, String name) {}

    record Item(String sku) {}

    public record Order(Customer customer) {}

    public static class Account {

        public String label = "";

        public String getOwner() {
            return "";
        }

        public String join(String first, String... rest) {
            return first + rest.length;
        }

        public Object wrong() {
            throw new IllegalStateException("secret");
        }

        public Object bad() {
            throw new IllegalArgumentException("secret");
        }

        public Object broken() {
            throw new AssertionError("secret");
        }
    }

    public static class Eight {

        public int a;
        public int b;
        public int c;
        public int d;
        public int e;
        public int f;
        public int g;
        public int h;
    }

    public static class Nine extends Eight {

        public int i;
    }

    public interface Animal {

        String getName();
    }

    sealed interface Shape permits Circle {

        default int scale(int by) {
            return by;
        }
    }

    record Circle(double radius) implements Shape {

        public int scale(String by) {
            return by.length();
        }
    }

    /** A bean that expressions name. */
    public static class Regions {

        public String of(long id) {
            if (id < 0) {
                throw new IllegalArgumentException("secret");
            }
            return "eu";
        }
    }

    interface Service {

        String m(
                Order order,
                List<Item> items,
                Map<String, Item> byName,
                String code,
                long id,
                Integer[] numbers,
                Object any,
                Optional<Customer> payer,
                Animal animal,
                Account account,
                Shape shape,
                Eight eight,
                Nine nine);
    }

    static final Method METHOD = Service.class.getDeclaredMethods()[0];
    static final OperationSite SITE = new OperationSite(Service.class, METHOD, "Cached");

    private static final List<String> NAMES = List.of(
            "order", "items", "byName", "code", "id", "numbers", "any", "payer", "animal", "account", "shape", "eight",
            "nine");

    private Fixture() {}

    static Expressions expressions() {
        StaticListableBeanFactory beans = new StaticListableBeanFactory();
        beans.addBean("regions", new Regions());
        KvTenantResolver tenants = () -> null;
        beans.addBean("tenants", tenants);
        return expressions(beans);
    }

    static Expressions expressions(@Nullable BeanFactory beans) {
        Parameters parameters = new Parameters(Service.class, METHOD, METHOD);
        return new Expressions(SITE, parameters, ReturnShape.of(METHOD, Service.class, MethodDrivers.kinds()), beans);
    }

    /** A call in which all arguments but one are null, or 0. */
    static Invocation call(Client client, String argument, @Nullable Object value) {
        @Nullable Object[] arguments = new Object[NAMES.size()];
        Arrays.fill(arguments, null);
        arguments[position("id")] = 0L;
        arguments[position(argument)] = value;
        return new Invocation("target", METHOD, arguments, client);
    }

    static int position(String argument) {
        return NAMES.indexOf(argument);
    }
}
