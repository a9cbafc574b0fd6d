import io.spectrahedra.neural.PolynomialNetworks;
import io.spectrahedra.neural.architecture.Architecture;
import io.spectrahedra.neural.architecture.Layout;
import io.spectrahedra.neural.architecture.Patches;
import io.spectrahedra.neural.architecture.Pooling;
import io.spectrahedra.neural.data.CsvTable;
import io.spectrahedra.neural.data.Dataset;
import io.spectrahedra.neural.data.Target;
import io.spectrahedra.neural.train.TrainedNetwork;
import io.spectrahedra.neural.train.TrainingOptions;
import java.nio.file.Path;

/**
 * A convolutional network on images of 8 × 8 pixels: each neuron sees the 36 patches of 3 × 3 and
 * has one weight for the average of what it says of them.
 */
class DigitsConvolution {
  public static void main(String[] args) {
    Path file = Path.of("src-test-data/data/digits.csv.gz");
    Dataset data = CsvTable.read(file, Target.classes("64")).toDataset();
    Patches patches = new Patches(8, 8, 1, 3, 3, 1, 0);
    Layout layout = Layout.of(Architecture.convolution(patches, Pooling.global(patches.count())));
    TrainedNetwork trained =
        PolynomialNetworks.train(data, TrainingOptions.defaults().withLayout(layout).withBeta(1));
    System.out.println(trained);
    System.out.println("accuracy = " + trained.model().score(data));
  }
}
