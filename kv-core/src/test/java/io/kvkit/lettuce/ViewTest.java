package io.kvkit.lettuce;

import static org.assertj.core.api.Assertions.assertThat;

import io.kvkit.lettuce.RedisTopology.Address;
import io.kvkit.lettuce.Topology.Range;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which of several views of a cluster holds. */
class ViewTest {

    private static final Address A = new Address("a", 1);
    private static final Address B = new Address("b", 2);
    private static final Address C = new Address("c", 3);
    private static final Address SUCCESSOR = new Address("s", 4);
    private static final Address REPLICA = new Address("r", 5);

    private static final ClusterState OK = new ClusterState(true, 7);
    private static final ClusterState CUT_OFF = new ClusterState(false, 6);

    private final Topology old = map(A, List.of(SUCCESSOR, REPLICA));
    private final Topology now = map(SUCCESSOR, List.of(A, REPLICA));

    @Test
    void orderOfReplicasAndReplicasThatAreGoneDoNotDivideTheVotes() {
        assertThat(View.believed(List.of(
                        new View(now, OK),
                        new View(map(SUCCESSOR, List.of(REPLICA, A)), OK),
                        new View(map(SUCCESSOR, List.of()), OK),
                        new View(old, OK),
                        new View(old, OK))))
                .map(Topology::places)
                .contains(now.places());
    }

    @Test
    void masterThatIsCutOffDoesNotWin() {
        assertThat(View.believed(List.of(new View(old, CUT_OFF), new View(now, OK))))
                .contains(now);
        assertThat(View.believed(List.of(new View(now, OK), new View(old, CUT_OFF))))
                .contains(now);
    }

    @Test
    void masterThatIsCutOffIsNotBelievedAlone() {
        assertThat(View.believed(List.of(new View(old, CUT_OFF)))).isEmpty();
        assertThat(View.likeliest(List.of(new View(old, CUT_OFF)))).contains(old);
    }

    @Test
    void mostMastersTogetherAreNotCutOff() {
        View down = new View(old, CUT_OFF);
        assertThat(View.believed(List.of(down, down))).contains(old);
    }

    @Test
    void newerOfTwoViewsHoldsWhenNobodyElseIsAsked() {
        ClusterState before = new ClusterState(true, 6);
        assertThat(View.believed(List.of(new View(old, before), new View(now, OK))))
                .contains(now);
        assertThat(View.believed(List.of(new View(now, OK), new View(old, before))))
                .contains(now);
    }

    @Test
    void nobodyAskedIsNobodyBelieved() {
        assertThat(View.believed(List.of())).isEmpty();
        assertThat(View.likeliest(List.of())).isEmpty();
    }

    @Test
    void stateIsReadFromWhatANodeSays() {
        assertThat(ClusterState.read("cluster_state:ok\r\ncluster_current_epoch:12\r\n"))
                .isEqualTo(new ClusterState(true, 12));
        assertThat(ClusterState.read("cluster_state:fail\r\ncluster_current_epoch:3\r\n"))
                .isEqualTo(new ClusterState(false, 3));
        assertThat(ClusterState.read("")).isEqualTo(ClusterState.UNKNOWN);
    }

    private static Topology map(Address first, List<Address> replicas) {
        return new Topology(List.of(
                new Range(0, 5_460, first, replicas),
                new Range(5_461, 10_922, B, List.of()),
                new Range(10_923, 16_383, C, List.of())));
    }
}
