package io.kvkit.spring.dedupe;

import io.kvkit.annotation.DedupeEvent;
import io.kvkit.annotation.KvOrder;
import io.kvkit.event.KvListeners;
import io.kvkit.recipe.once.Once;
import io.kvkit.spring.EventSignatureException;
import io.kvkit.spring.dedupe.DedupeProperties.Consumer;
import io.kvkit.spring.dedupe.webhook.EventSignatures;
import io.kvkit.spring.intercept.GuardingArea;
import io.kvkit.spring.intercept.MethodGuards;
import io.kvkit.spring.intercept.OnceCondition;
import io.kvkit.spring.intercept.OnceWork;
import io.kvkit.spring.operation.AreaSettings;
import io.kvkit.spring.operation.Declaration;
import io.kvkit.spring.operation.Operation;
import io.kvkit.spring.operation.OperationRegistry;
import io.kvkit.store.Namespace;
import java.lang.annotation.Annotation;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/** Consumers of events: {@code @DedupeEvent}. */
public final class DedupeArea extends GuardingArea<Consumer> {

    /** The only instance. */
    public static final DedupeArea DEDUPE = new DedupeArea();

    private DedupeArea() {
        super(io.kvkit.recipe.Area.DEDUPE);
    }

    @Override
    public String root() {
        return "kv.dedupe";
    }

    @Override
    public String names() {
        return "consumers";
    }

    @Override
    public Consumer nothing() {
        return Consumer.NONE;
    }

    @Override
    public List<Advice> advice() {
        return List.of(new Advice("kvDedupe", KvOrder.DEDUPE_EVENT, List.of(DedupeEvent.class)));
    }

    @Override
    public Map<Class<? extends Annotation>, Function<Declaration, ? extends Operation>> parsers(
            AreaSettings<Consumer> settings, OperationRegistry registry) {
        return Map.of(DedupeEvent.class, new DedupeParser(settings)::parse);
    }

    @Override
    public MethodGuards guards(Advice advice, Parts parts) {
        Once once = parts.recipes().dedupe();
        KvListeners listeners = parts.beans().getBean(KvListeners.class);
        return (operations, called) -> {
            DedupeOperation operation = operations.only(DedupeOperation.class);
            if (operation == null) {
                return null;
            }
            OnceWork work = OnceWork.of(operation, called, parts.beans());
            if (!operation.guards()) {
                return work.unprotected();
            }
            Namespace namespace = operation.settings().records(parts.keys().of(this, operation.name()));
            OnceCondition condition = new OnceCondition(operation.condition(), namespace, listeners);
            Parking parking = Parking.of(operation.name(), parts.beans());
            BatchPlan batch = operation.batch();
            return batch != null
                    ? new BatchMethod(operation, batch, namespace, once, condition, work, parking)
                    : new ConsumingMethod(
                            operation,
                            namespace,
                            once.guard(),
                            signed(operation, namespace, listeners),
                            condition,
                            work,
                            parking);
        };
    }

    private static @Nullable SignedEvents signed(
            DedupeOperation operation, Namespace namespace, KvListeners listeners) {
        EventSignatures signatures = operation.origin().signatures();
        return signatures == null ? null : new SignedEvents(operation.site(), signatures, namespace, listeners);
    }

    @Override
    public boolean isOnce() {
        return true;
    }

    @Override
    public void check(OperationRegistry operations, ConfigurableBeanFactory beans) {
        new ContainerRules(beans).check(operations);
        new SecretRules(operations)
                .check(beans.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, Environment.class));
    }

    @Override
    public List<String> doubts(Collection<Operation> operations, Predicate<String> namedElsewhere) {
        return operations.stream()
                .filter(DedupeOperation.class::isInstance)
                .map(DedupeOperation.class::cast)
                .filter(operation -> operation.origin().isUnverified())
                .map(operation -> operation.site() + " handles events of preset = "
                        + operation.origin().preset() + " without a check of their signatures, because it has no"
                        + " secret. Set kv.dedupe.consumers." + operation.name() + ".secret.")
                .distinct()
                .toList();
    }

    @Override
    public List<Problem> problems() {
        return List.of(
                new Problem("event-in-progress", 409, "Event in progress"),
                new Problem(EventSignatureException.CODE, 401, "Event not signed"),
                new Problem("event-outcome-unknown", 409, "Outcome unknown"),
                new Problem("event-parked", 409, "Event parked"));
    }
}
